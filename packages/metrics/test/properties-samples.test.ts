import { Rng } from '@genlab/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Matrix, RealFake } from '../src/index.js';
import * as metrics from '../src/index.js';
import { map, normal, take } from './samples-of.js';

/** A metric of two samples, and what is known of it. */
interface Known {
  readonly of: (sets: RealFake<Matrix>) => readonly number[];
  /** Value of a set against itself. */
  readonly identity?: readonly number[];
  /** Where real and fake change places, so do these values: `order[i]` is the place that value i goes to. */
  readonly swaps?: readonly number[];
  /** Features times a multiply values by a to this power. */
  readonly power?: number;
  /** Turning the features, one way for both sets, changes nothing. */
  readonly rotates?: boolean;
  /** Further away is worse: the first value grows with a shift. */
  readonly growsWithShift?: boolean;
}

const whole = { blocks: 1 };
const known: Record<string, Known> = {
  frechet: {
    of: (sets) => [metrics.frechet(sets).value, metrics.frechet(sets).meanTerm],
    identity: [0, 0],
    swaps: [0, 1],
    power: 2,
    rotates: true,
    growsWithShift: true,
  },
  'kernelDistance, cubic': { of: (sets) => [metrics.kernelDistance(sets, whole).value], swaps: [0], rotates: true, growsWithShift: true },
  'kernelDistance, Gaussian': {
    of: (sets) => [metrics.kernelDistance(sets, { ...whole, kernel: { kind: 'rbf', sigma: 2 } }).value],
    swaps: [0],
    rotates: true,
    growsWithShift: true,
  },
  manifold: {
    of: (sets) => {
      const { precision, recall, density, coverage } = metrics.manifold(sets, { k: 2 });
      return [precision.value, recall.value, coverage.value, density.value];
    },
    power: 0,
    rotates: true,
  },
  'manifold, precision and recall': {
    of: (sets) => {
      const { precision, recall } = metrics.manifold(sets, { k: 2 });
      return [precision.value, recall.value];
    },
    identity: [1, 1],
    swaps: [1, 0],
  },
  oneNearestNeighbour: {
    of: (sets) => {
      const { value, accuracyReal, accuracyFake } = metrics.oneNearestNeighbour(sets);
      return [value, accuracyReal, accuracyFake];
    },
    identity: [0, 0, 0],
    swaps: [0, 2, 1],
    power: 0,
    rotates: true,
  },
  memorisation: {
    of: ({ real, fake }) => {
      const { authenticity, ratio, z } = metrics.memorisation({ train: real, fake, test: normal(12, real.cols, 99) });
      return [authenticity.value, ratio!, z!];
    },
  },
  realism: { of: (sets) => [metrics.realism(sets).value], power: 0, rotates: true },
  slicedWasserstein: {
    of: (sets) => [metrics.slicedWasserstein(sets, { directions: 16 }).value],
    identity: [0],
    swaps: [0],
    power: 2,
    growsWithShift: true,
  },
  ndb: { of: (sets) => [metrics.ndb(sets, { centers: normal(4, sets.real.cols, 98) }).jsd], identity: [0], swaps: [0] },
  vendi: { of: ({ real }) => [metrics.vendi(real).value], power: 0, rotates: true },
  'vendi, Gaussian': { of: ({ real }) => [metrics.vendi(real, { kernel: 'rbf', sigma: 1 }).value], rotates: true },
  classifierScore: { of: ({ real }) => [metrics.classifierScore(real).value] },
};

const sets = (seed: number): RealFake<Matrix> => ({ real: normal(24, 3, seed), fake: normal(20, 3, seed + 1, { shift: 0.3 }) });
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 2 });
const near = (got: readonly number[], want: readonly number[]) => {
  got.forEach((value, i) => {
    expect(Math.abs(value - want[i]!), `${got} and ${want}`).toBeLessThan(1e-6 * Math.max(1, Math.abs(want[i]!)));
  });
};
const on = (x: RealFake<Matrix>, f: (x: Matrix) => Matrix) => ({ real: f(x.real), fake: f(x.fake) });
const having = (part: keyof Known) =>
  Object.entries(known).filter(([, metric]) => metric[part] !== undefined) as [string, Required<Known>][];
const runs = { numRuns: 25 };

describe('metrics of samples', () => {
  it.each(Object.entries(known))('do not depend on the order of samples: %s', (_, { of }) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const x = sets(seed);
        const shuffled = on(x, (set) => take(set, [...new Rng(seed).permutation(set.rows)]));
        near(of(shuffled), of(x));
      }),
      runs,
    );
  });

  it.each(having('rotates'))('turn with the features: %s', (_, { of }) => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0, max: 6, noNaN: true }), (seed, angle) => {
        const x = sets(seed);
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const turn = (set: Matrix) =>
          map(set, (value, i) => (i % 3 === 0 ? c * value - s * set.data[i + 1]! : i % 3 === 1 ? s * set.data[i - 1]! + c * value : value));
        near(of(on(x, turn)), of(x));
      }),
      runs,
    );
  });

  it.each(having('power'))('scale with the features as they should: %s', (_, { of, power }) => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(0.25, 0.5, 4, 8), (seed, factor) => {
        const x = sets(seed);
        near(
          of(on(x, (set) => map(set, (value) => factor * value))),
          of(x).map((value) => value * factor ** power),
        );
      }),
      runs,
    );
  });

  it.each(having('swaps'))('keep real and fake apart, and are symmetric where they should be: %s', (_, { of, swaps }) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { real, fake } = sets(seed);
        const there = of({ real, fake });
        const back = of({ real: fake, fake: real });
        near(
          swaps.map((place) => back[place]!),
          there,
        );
      }),
      runs,
    );
  });

  it.each(having('identity'))('have their known value for a set against itself: %s', (_, { of, identity }) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { real } = sets(seed);
        near(of({ real, fake: real }), identity);
      }),
      runs,
    );
  });

  it.each(having('growsWithShift'))('grow with every step away: %s', (_, { of }) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { real, fake } = sets(seed);
        const values = [1, 2, 4, 8].map((shift) => of({ real, fake: map(fake, (value) => value + shift) })[0]!);
        expect(values).toEqual([...values].sort((a, b) => a - b));
      }),
      runs,
    );
  });
});

describe('accumulators', () => {
  it('make of merged parts what they make of the whole', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 22 }), (seed, cut) => {
        const { real, fake } = sets(seed);
        const places = [...Array(24).keys()];
        const [first, rest] = [take(real, places.slice(0, cut)), take(real, places.slice(cut))];
        const merged = metrics.moments(3).push(first).merge(metrics.moments(3).push(rest));
        near([metrics.frechet({ real: merged, fake }).value], [metrics.frechet({ real, fake }).value]);
        const kept = metrics.reservoir({ capacity: 50, dims: 3, seed: 1 }).push(first);
        kept.merge(metrics.reservoir({ capacity: 50, dims: 3, seed: 2 }).push(rest));
        near([metrics.manifold({ real: kept, fake }).coverage.value], [metrics.manifold({ real, fake }).coverage.value]);
      }),
      runs,
    );
  });
});
