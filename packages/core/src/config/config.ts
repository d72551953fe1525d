import { accepts, list, made, named, optional, recipe, record } from './compound.js';
import { boolean, code, integer, number, numbers, object, oneOf, rate, tensor, text, thatIs, variables, within } from './values.js';

export type { Read } from './compound.js';
export type { NumberRange, Reader } from './values.js';

/**
 * Readers of options, for functions and classes of one's own as for GenLab's: each checks one kind of value, as it comes from JavaScript or
 * from JSON, and says where it is in the message if it is wrong.
 *
 * `boolean`, `number` (finite), `numbers` (an array of any kind), `text`, `rate` (a finite number >= 0 or a schedule), `tensor`,
 * `variables` (by name), `code` (a function) and `object` (of any kind) are readers; the others make one:
 * - `within({ least, above, most, below })`: a number in a range, and `integer({ least, most })`;
 * - `oneOf(...names)`, `optional(reader)`, `list(reader, { length, least })`;
 * - `record({ member: reader })`: a plain object without other members; a misspelt one is named beside the one that was meant;
 * - `recipe(methods, such, kinds)`: whatever has these functions, or what one of `kinds` makes of JSON with its name;
 * - `thatIs(what, holds)`: whatever a function says yes to;
 * - `named({ name: reader })`: what has a `name` and options beside it, and `made(reader, make)`: what `make` makes of the options.
 *
 * Lists and records come out as fresh copies, everything else as it is. `accepts(reader, value)` asks whether a reader would take a value.
 *
 * @throws TypeError, or RangeError for a number out of range, from a reader, such as
 *   `generator.filters[1]: expected an integer >= 1, got -3.`
 *
 * @example
 * ```ts
 * import { config } from '@genlab/core';
 *
 * interface BlurOptions {
 *   readonly size: number;
 *   readonly edges?: 'zero' | 'mirror';
 * }
 * const { integer, oneOf, optional, record } = config;
 * const blurOptions = record<BlurOptions>({ size: integer({ least: 1 }), edges: optional(oneOf('zero', 'mirror')) });
 *
 * function blur(options: BlurOptions) {
 *   const { size, edges = 'zero' } = blurOptions(options, 'blur'); // { sise: 3 } is refused: ... Did you mean size?
 *   return { size, edges };
 * }
 * console.log(blur({ size: 3 })); // { size: 3, edges: 'zero' }
 * ```
 */
export const config = {
  accepts,
  boolean,
  code,
  integer,
  list,
  made,
  named,
  number,
  numbers,
  object,
  oneOf,
  optional,
  rate,
  recipe,
  record,
  tensor,
  text,
  thatIs,
  variables,
  within,
};
