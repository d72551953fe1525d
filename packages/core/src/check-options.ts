import { expected } from './expected.js';
import type { Rate } from './schedules/schedule.js';

/**
 * Throws if an option is none of a few words: a wrong word would else be taken for the other branch of an `if`.
 *
 * Call it first in a model of your own, before any tensor is made, as GenLab's models do; so too {@link checkRate} and {@link checkRecipe}.
 *
 * @param where The function or class the reader called.
 * @param name The option.
 * @param value What came.
 * @param choices The words that are right.
 * @throws TypeError if the value is none of the choices.
 *
 * @example
 * ```ts
 * import { checkChoice } from '@genlab/core';
 *
 * checkChoice('Decoder', 'prior', 'learned', ['learned', 'standard']);
 * ```
 */
export function checkChoice(where: string, name: string, value: unknown, choices: readonly string[]): void {
  if (choices.includes(value as string)) return;
  const list = choices.map((choice) => `'${choice}'`).join(', ');
  throw new TypeError(expected(where, `${name} to be one of ${list}`, value));
}

/**
 * Throws if a learning rate or a weight can't be one. A schedule is taken as it is: it is not called here.
 *
 * @param where The function or class the reader called.
 * @param name The option.
 * @param rate What came.
 * @throws RangeError if it is neither a finite number of 0 or more nor a function.
 *
 * @example
 * ```ts
 * import { checkRate } from '@genlab/core';
 *
 * checkRate('Model', 'learningRate', (step) => 1e-3 / (1 + step));
 * ```
 */
export function checkRate(where: string, name: string, rate: Rate): void {
  if (typeof rate === 'function' || (Number.isFinite(rate) && rate >= 0)) return;
  throw new RangeError(expected(where, `${name} to be a finite number >= 0 or a schedule`, rate));
}

/**
 * Throws if a recipe, which is a record of functions, lacks one of them.
 *
 * @param where The function or class the reader called.
 * @param name The option.
 * @param recipe What came.
 * @param methods The functions it has to have.
 * @param such How one is made, for the message.
 * @throws TypeError if it lacks one of them.
 *
 * @example
 * ```ts
 * import { checkRecipe, fanInUniform } from '@genlab/core';
 *
 * checkRecipe('Model', 'initializer', fanInUniform(), ['kernel', 'bias'], 'fanInUniform()');
 * ```
 */
export function checkRecipe(where: string, name: string, recipe: unknown, methods: readonly string[], such: string): void {
  const missing = methods.find((method) => typeof Object(recipe)[method] !== 'function');
  if (missing === undefined) return;
  throw new TypeError(expected(where, `${name} to be a recipe such as ${such}`, recipe, `It has no function ${missing}.`));
}
