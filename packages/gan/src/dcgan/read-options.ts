import { config, type GuardOptions, type Reader, readAdam, readGuard, readRate } from '@genlab/core';
import * as tfl from '@tensorflow/tfjs-layers';
import { type Augmentation, translation, translationOptions } from '../augmentation.js';
import type { AdversarialLoss } from '../losses/adversarial-loss.js';
import { hinge, hingeOptions } from '../losses/hinge.js';
import { leastSquares, leastSquaresOptions } from '../losses/least-squares.js';
import { nonSaturating, nonSaturatingOptions } from '../losses/non-saturating.js';
import { relativistic } from '../losses/relativistic.js';
import { wasserstein } from '../losses/wasserstein.js';
import { Discriminator, discriminatorDesign } from '../networks/discriminator.js';
import { Generator, generatorDesign } from '../networks/generator.js';
import { count, readImageShape } from '../networks/image-shape.js';
import { type GradientPenalty, gradientPenalty, gradientPenaltyOptions, r1, r2, zeroCenteredOptions } from '../penalties.js';
import type { DCGANOptions, ForEach } from './options.js';

const { boolean, integer, list, made, oneOf, optional, record, within } = config;

const readPenalty: Reader<GradientPenalty> = (value, path) => {
  const penalty = config.recipe<GradientPenalty>(['of'], 'r1()', {
    gradientPenalty: made(gradientPenaltyOptions, gradientPenalty),
    r1: made(zeroCenteredOptions, r1),
    r2: made(zeroCenteredOptions, r2),
  })(value, path);
  readRate(penalty.weight, `${path}.weight`);
  return penalty;
};

/** Readers of what only training needs, and what may be code of a user's own. */
export const recipe = {
  loss: optional(
    config.recipe<AdversarialLoss>(['discriminator', 'generator'], 'hinge()', {
      hinge: made(hingeOptions, hinge),
      leastSquares: made(leastSquaresOptions, leastSquares),
      nonSaturating: made(nonSaturatingOptions, nonSaturating),
      relativistic: made(record({}), relativistic),
      wasserstein: made(record({}), wasserstein),
    }),
  ),
  penalties: optional(list(readPenalty)),
  augmentation: optional(config.recipe<Augmentation>(['apply'], 'translation()', { translation: made(translationOptions, translation) })),
  learningRate: optional(forEach(readRate)),
};

const network = config.thatIs<tfl.LayersModel>('a tf.LayersModel', (value) => value instanceof tfl.LayersModel);

/** Readers of all options. */
export const members: { readonly [Name in keyof DCGANOptions]-?: Reader<DCGANOptions[Name]> } = {
  imageShape: optional(readImageShape),
  latentDim: optional(count),
  classes: optional(count),
  generator: optional(orNetwork(record(generatorDesign), record({ network, classes: optional(count) }))),
  discriminator: optional(orNetwork(record(discriminatorDesign), record({ network, spectral: boolean }))),
  ...recipe,
  adam: optional(forEach(readAdam)),
  guard: optional(forEach<GuardOptions>(readGuard)),
  averaging: optional(within({ least: 0, below: 1 })),
  discriminatorSteps: optional(count),
  freshLatents: optional(boolean),
  seed: optional(integer({ least: 0 })),
};

/** Reads options, from JavaScript or from JSON. */
export const readOptions = record<DCGANOptions>(members);

/** One value for both networks, or a record of one for each. */
function forEach<T>(reader: Reader<T>): Reader<ForEach<T>> {
  const each = record<{ readonly generator: T; readonly discriminator: T }>({ generator: reader, discriminator: reader });
  const isEach = (value: unknown) => Object.hasOwn(Object(value), 'generator') || Object.hasOwn(Object(value), 'discriminator');
  return (value, path) => (isEach(value) ? each(value, path) : reader(value, path));
}

/** The design of a network; or a network, alone or beside what else there is to know of it. */
function orNetwork<Design, Beside>(design: Reader<Design>, beside: Reader<Beside>): Reader<Design | Beside | tfl.LayersModel> {
  return (value, path) => {
    if (value instanceof tfl.LayersModel) return value;
    if (value instanceof Generator || value instanceof Discriminator) return value as Beside;
    return Object.hasOwn(Object(value), 'network') ? beside(value, path) : design(value, path);
  };
}

/**
 * Options of a {@link DCGAN} from plain JSON: of a file, or what {@link DCGAN.config} says of another one.
 *
 * Losses, schedules, penalties and the like stand by their names: `{ "loss": { "name": "hinge", "margin": 1 } }`.
 *
 * @param value As `JSON.parse` gives it.
 * @returns Options whose GAN has the same `config` again.
 * @throws TypeError or RangeError that begins with the path of what is wrong: `generator.filters[1]: expected an integer >= 1, got -3.`
 *
 * @example
 * ```ts
 * import { DCGAN, dcganOptions } from '@genlab/gan';
 *
 * const gan = new DCGAN(dcganOptions(JSON.parse('{ "imageShape": [28, 28, 1], "loss": { "name": "hinge" }, "seed": 7 }')));
 * const twin = new DCGAN(dcganOptions(gan.config));
 * ```
 */
export function dcganOptions(value: unknown): DCGANOptions {
  if (!Object.hasOwn(Object(value), 'model')) return readOptions(value, '');
  const { model, ...options } = value as { readonly model: unknown };
  oneOf('DCGAN')(model, 'model');
  return readOptions(options, '');
}
