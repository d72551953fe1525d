import { constant, cosine, linear, type Schedule } from '@genlab/core';
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

/** The weight of each level's KL at each step. */
export function klWeights(config: Config, bars: number): Schedule[] {
  const steps = stepsOf(config, bars);
  const epoch = stepsPerEpoch(config, bars);
  return config.kl.map((rule) => {
    if ('warmUp' in rule) return rule.warmUp > 0 ? linear({ from: 0, to: rule.weight, steps: rule.warmUp * steps }) : constant(rule.weight);
    // The study counted in whole epochs: 0 in the first of a cycle, 1 from the middle on.
    return (step) => Math.min(1, (2 * (Math.floor(step / epoch) % rule.cycleEpochs)) / rule.cycleEpochs);
  });
}

/** The VAE that a configuration describes. */
export function makeVae(config: Config, { bars, genres }: { readonly bars: number; readonly genres: number }): HierarchicalVAE {
  const { body, hidden, width, wiring, dropout, learningRate, lastRate } = config;
  const network = (dropout: number) =>
    body.kind === 'dense' ? denseBody({ units: body.units, dropout }) : conv1dBody({ filters: body.filters, dropout });
  const study = wiring === 'study';
  return new HierarchicalVAE({
    dataShape: [STEPS, INSTRUMENTS.length],
    latentDims: config.latentDims,
    classes: config.conditional ? genres : undefined,
    encoder: { body: network(dropout), hidden, inference: study ? 'bottomUp' : 'topDown' },
    decoder: { body: network(0), hidden, width, ...(study && ({ prior: 'standard', reads: 'lowest' } as const)) },
    likelihood: bernoulli(),
    beta: klWeights(config, bars),
    learningRate: lastRate === undefined ? learningRate : cosine({ from: learningRate, to: lastRate, steps: stepsOf(config, bars) }),
    averaging: config.averaging,
    seed: config.seed,
  });
}
