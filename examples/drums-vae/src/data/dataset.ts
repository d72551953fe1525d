import type { Bars } from './bars.js';
import type { Grammar } from './grammar.js';

/** What a run trains on, and what it is judged by. */
export interface Dataset {
  /** One line for the report: `grammar:varied`, `Groove`, the file's name. */
  readonly name: string;
  /** Names of the genres, in the order of their labels. */
  readonly genres: readonly string[];
  readonly train: Bars;
  readonly validation: Bars;
  /** Where the bars were drawn from, if they were drawn: then the truth about every bar is known. */
  readonly grammar?: Grammar;
  /** Lines that give the makers their due. */
  readonly attributions: readonly string[];
  /** What a reader of the figures should know about the data. */
  readonly notes: readonly string[];
}
