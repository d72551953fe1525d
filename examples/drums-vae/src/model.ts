import type { Schedule } from '@genlab/core';
import { bernoulli, conv1dBody, denseBody, HierarchicalVAE } from '@genlab/vae';
import type { Config } from './config.js';
import { INSTRUMENTS, STEPS } from './data/bars.js';

/** Steps of an epoch: a rest that fills no batch is left out. */
function stepsPerEpoch({ batchSize }: Config, bars: number): number {
  return Math.max(1, Math.floor(bars / batchSize));
}

/** Steps of a whole run. */
export function stepsOf(config: Config, bars: number): number {
  const { length } = config;
  return 'steps' in length ? length.steps : length.epochs * stepsPerEpoch(config, bars);
}

/** The weight of the KL at each step, before that of the level. */
export function betaOf(config: Config, bars: number): Schedule {
  const { beta } = config;
  if ('warmUp' in beta) {
    const rise = beta.warmUp * stepsOf(config, bars);
    return (step) => (rise > 0 ? Math.min(1, step / rise) : 1);
  }
  // The study counted in whole epochs: 0 in the first of a cycle, 1 from the middle on.
  const epoch = stepsPerEpoch(config, bars);
  return (step) => Math.min(1, (2 * (Math.floor(step / epoch) % beta.cycleEpochs)) / beta.cycleEpochs);
}

/** The VAE that a configuration describes. */
export function makeVae(config: Config, { bars, genres }: { readonly bars: number; readonly genres: number }): HierarchicalVAE {
  const { body, hidden, wiring, dropout, rateDecay, weightDecay } = config;
  const steps = stepsOf(config, bars);
  const rate: Schedule = (step) => config.learningRate * (rateDecay > 0 ? Math.min(1, (1 - step / steps) / rateDecay) : 1);
  const network = body.kind === 'dense' ? denseBody({ units: body.units, dropout }) : conv1dBody({ filters: body.filters, dropout });
  const study = wiring === 'study';
  const beta = betaOf(config, bars);
  return new HierarchicalVAE({
    dataShape: [STEPS, INSTRUMENTS.length],
    latentDims: config.latentDims,
    classes: config.conditional ? genres : undefined,
    encoder: { body: network, hidden, inference: study ? 'bottomUp' : 'topDown' },
    decoder: { body: network, hidden, ...(study && ({ prior: 'standard', reads: 'lowest' } as const)) },
    likelihood: bernoulli(),
    beta: config.levelWeights.map(
      (weight): Schedule =>
        (step) =>
          weight * beta(step),
    ),
    freeBits: { nats: config.freeBits, per: 'level' },
    learningRate: rate,
    adam: { weightDecay },
    averaging: config.averaging,
    seed: config.seed,
  });
}
