import { expected } from './expected.js';
import type { Rate } from './schedules/schedule.js';

/**
 * Says what is wrong with an option that is one of a few words, if anything is: a wrong word is else taken for the other branch of an `if`.
 *
 * @param where the function or class the reader called
 * @param name the option
 * @throws TypeError if the value is none of the choices
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
 * Says what is wrong with a learning rate or a weight, if anything is. A schedule is taken as it is: it is not called here.
 *
 * @param where the function or class the reader called
 * @param name the option
 * @throws RangeError if it is neither a finite number of 0 or more nor a function
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
 * Says what is wrong with a recipe, a record of functions, if anything is.
 *
 * @param where the function or class the reader called
 * @param name the option
 * @param methods the functions it has to have
 * @param such how one is made, for the message
 * @throws TypeError if it lacks one of them
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
