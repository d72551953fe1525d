import { expect, it } from 'vitest';
import { checkChoice, checkRate, checkRecipe } from './check-options.js';
import { constant } from './schedules/constant.js';

it('takes a choice, a rate, a schedule and a recipe as they are', () => {
  checkChoice('Model', 'prior', 'learned', ['learned', 'standard']);
  for (const rate of [0, 1e-3, constant(2), (step: number) => 1 / step]) checkRate('Model', 'learningRate', rate);
  checkRecipe('Model', 'loss', { of: () => 0 }, ['of'], 'loss()');
});

it('names a wrong word and all that would do', () => {
  expect(() => checkChoice('Model', 'prior', 'x', ['learned', 'standard'])).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: Model: expected prior to be one of 'learned', 'standard', got x.]`,
  );
});

it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '1e-3', null, undefined, { generator: 1 }])('refuses the rate %s', (rate) => {
  expect(() => checkRate('Model', 'learningRate', rate as number)).toThrow(
    /^Model: expected learningRate to be a finite number >= 0 or a schedule, got /,
  );
});

it.each(['hinge', undefined, null, () => ({ of: () => 0 }), {}])('refuses %s as a recipe', (recipe) => {
  expect(() => checkRecipe('Model', 'loss', recipe, ['of'], 'hinge()')).toThrow(
    /^Model: expected loss to be a recipe such as hinge\(\), got .*\. It has no function of\.$/,
  );
});
