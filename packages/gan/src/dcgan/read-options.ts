import { config, fanInUniform, type Reader, readAdam, readRate } from '@genlab/core';
import { translation } from '../augmentation.js';
import { hinge } from '../losses/hinge.js';
import { leastSquares } from '../losses/least-squares.js';
import { nonSaturating } from '../losses/non-saturating.js';
import { relativistic } from '../losses/relativistic.js';
import { wasserstein } from '../losses/wasserstein.js';
import { gaussian } from '../networks/gaussian.js';
import type { ImageShape } from '../networks/image-shape.js';
import { gradientPenalty, r1, r2 } from '../penalties.js';
import type { DCGANOptions, ForEach } from './options.js';

const { boolean, integer, list, made, named, number, oneOf, optional, record } = config;

const count = integer({ least: 1 });

const initializer = named({
  gaussian: made(record({ stddev: optional(number) }), gaussian),
  fanInUniform: made(record({}), fanInUniform),
});

const shared = { filters: optional(list(count)), redundantBiases: optional(boolean), initializer: optional(initializer) };

const penalty = record({ weight: optional(readRate) });

/** Readers of what only training needs, and what may be code of a user's own. */
export const recipe = {
  loss: optional(
    named({
      hinge: made(record({ margin: optional(number) }), hinge),
      leastSquares: made(record({ real: optional(number), fake: optional(number), generator: optional(number) }), leastSquares),
      nonSaturating: made(record({ smoothing: optional(number) }), nonSaturating),
      relativistic: made(record({}), relativistic),
      wasserstein: made(record({}), wasserstein),
    }),
  ),
  penalties: optional(
    list(
      named({
        gradientPenalty: made(record({ weight: optional(readRate), target: optional(number) }), gradientPenalty),
        r1: made(penalty, r1),
        r2: made(penalty, r2),
      }),
    ),
  ),
  augmentation: optional(named({ translation: made(record({ pixels: optional(number), background: optional(number) }), translation) })),
  learningRate: optional(forEach(readRate)),
};

const options = record({
  model: optional(oneOf('DCGAN')),
  imageShape: list(count, { length: 3 }) as unknown as Reader<ImageShape>,
  latentDim: optional(count),
  classes: optional(count),
  generator: optional(record({ ...shared, normalization: optional(oneOf('batch', 'batchPerUnit', 'none')) })),
  discriminator: optional(record({ ...shared, normalization: optional(oneOf('spectral', 'batch', 'none')), dropout: optional(number) })),
  ...recipe,
  adam: optional(forEach(readAdam)),
  guard: optional(forEach(record({ clipNorm: optional(number), skipNorm: optional(number) }))),
  averaging: optional(number),
  discriminatorSteps: optional(count),
  freshLatents: optional(boolean),
  seed: optional(integer({ least: 0 })),
});

/** One value for both networks, or a record of one for each. */
function forEach<T>(reader: Reader<T>): Reader<ForEach<T>> {
  const each = record({ generator: reader, discriminator: reader });
  return (value, path) => (Object.hasOwn(Object(value), 'generator') ? each(value, path) : reader(value, path));
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
  const { model: _, ...read } = options(value, '');
  return read;
}
