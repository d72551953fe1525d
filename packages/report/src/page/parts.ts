import type { Svg } from '../charts/svg.js';

/** A paragraph. */
export interface Prose {
  readonly kind: 'prose';
  /** Plain text. */
  readonly text: string;
}

/** What a section comes down to. */
export interface Verdict {
  readonly kind: 'verdict';
  /** Good news, bad news, or none. */
  readonly tone: 'good' | 'bad' | 'unclear';
  /** One or two words. */
  readonly headline: string;
  /** Plain text: the finding, and what it rests on. */
  readonly text: string;
}

/** The few numbers that matter most, large. */
export interface Figures {
  readonly kind: 'figures';
  /** Each with its name, and what to read it against. */
  readonly figures: readonly { readonly name: string; readonly value: string; readonly note?: string }[];
}

/** A chart. */
export interface Chart {
  readonly kind: 'chart';
  /** What `lineChart`, `barChart` or `heatMap` drew; put into the page as it is. */
  readonly svg: Svg;
  /** Its title. */
  readonly title: string;
  /** What to see in it. */
  readonly caption?: string;
  /** Takes the whole width; on a phone it scrolls sideways. */
  readonly wide?: boolean;
  /** One of many: small ones that follow one another share a gallery. */
  readonly small?: boolean;
}

/** A picture. */
export interface Picture {
  readonly kind: 'picture';
  /** A `data:` URI, such as `imageGrid(...).uri`. */
  readonly uri: string;
  /** Pixels of the file. */
  readonly width: number;
  /** Pixels of the file. */
  readonly height: number;
  /** Its title, which is also what a reader who can't see it is told. */
  readonly title: string;
  /** What to see in it. */
  readonly caption?: string;
  /** `'ink'`: white marks on black that are shown as dark marks on a light page. `'photo'` by default: shown as they are. */
  readonly look?: 'ink' | 'photo';
  /** Takes the whole width instead of standing beside others. */
  readonly wide?: boolean;
}

/** A table. */
export interface Table {
  readonly kind: 'table';
  /** Its title. */
  readonly title: string;
  /** Names of the columns. Those with a digit or a dash in every cell are set as numbers, the others, and the first, as text. */
  readonly columns: readonly string[];
  /** The cells, row after row; numbers are written as `formatNumber` does. */
  readonly rows: readonly (readonly (string | number)[])[];
  /** What to see in it. */
  readonly caption?: string;
}

/** Names and values, such as a configuration. */
export interface Facts {
  readonly kind: 'facts';
  /** Its title. */
  readonly title: string;
  /** Plain values, every digit written; records and lists in words, what is undefined left out. Text is taken as it is. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A bar of drums. */
export interface DrumBar {
  /** `[steps, instruments]` numbers in [0, 1], step after step: how likely or how loud a hit is. Those of at least one half are played. */
  readonly cells: ArrayLike<number>;
  /** What stands below it. */
  readonly name: string;
  /** What is to be said about it. */
  readonly note?: string;
  /** Whether that is good news, bad news, or none. */
  readonly tone?: 'good' | 'bad';
}

/** Bars of drums as piano rolls, each with a button that plays it in the page. */
export interface Rolls {
  readonly kind: 'rolls';
  /** Its title. */
  readonly title: string;
  /** What to see in it. */
  readonly caption?: string;
  /** Names of the instruments in the order of the cells; those of the nine of a drum kit have a sound of their own. */
  readonly instruments: readonly string[];
  /** `'full'` names are for a few large rolls, `'short'` ones, two letters, for many small ones. `'full'` by default. */
  readonly names?: 'full' | 'short';
  /** Bars in a row; as many as there is room for by default. */
  readonly columns?: number;
  /** The bars, row after row. */
  readonly bars: readonly DrumBar[];
}

/** One of the things a section is made of. */
export type Part = Chart | Facts | Figures | Picture | Prose | Rolls | Table | Verdict;

/** A section of a report. */
export interface Section {
  /** Its heading. */
  readonly title: string;
  /** What it is made of, in order; charts and pictures that are not wide stand side by side where there is room. */
  readonly parts: readonly Part[];
}

/** A whole report. */
export interface ReportData {
  /** Its heading, and the title of the page. */
  readonly title: string;
  /** A line below. */
  readonly subtitle?: string;
  /** Its sections; those without parts are left out. */
  readonly sections: readonly Section[];
  /** Seconds after which the page loads itself anew, for a run that goes on; it stays as it is. */
  readonly refreshSeconds?: number;
}
