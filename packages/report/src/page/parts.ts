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
  /** Names of the columns; all but the first are set as numbers. */
  readonly columns: readonly string[];
  /** The cells, row after row. */
  readonly rows: readonly (readonly (string | number)[])[];
  /** What to see in it. */
  readonly caption?: string;
}

/** Names and values, such as a configuration. */
export interface Facts {
  readonly kind: 'facts';
  /** Its title. */
  readonly title: string;
  /** Plain values; objects are written as JSON. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** One of the things a section is made of. */
export type Part = Chart | Facts | Figures | Picture | Prose | Table | Verdict;

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
}
