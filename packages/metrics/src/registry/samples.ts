import { type MetricInfo, POSITIVE, UNIT } from './metric-info.js';

/** Figures of generated samples beside real ones. */
export const samples = {
  frechet: {
    better: 'lower',
    range: POSITIVE,
    unit: 'features squared',
    paper: 'Heusel et al. 2017',
    blind: 'all but the means and covariances of the features; its value at equal distributions is its floor, not 0',
  },
  'modes.modes': {
    better: 'higher',
    range: POSITIVE,
    unit: 'classes',
    paper: 'Lin et al. 2018',
    blind: 'variety within a class; what the classifier misreads',
  },
  'modes.kl': {
    better: 'lower',
    range: POSITIVE,
    unit: 'nats',
    paper: 'Lin et al. 2018',
    blind: 'variety within a class; its value at equal shares is klFloor, not 0',
  },
  'modes.confident': {
    better: 'real',
    range: UNIT,
    unit: 'share',
    paper: '',
    blind: 'whether a sure reading is a right one',
  },
} as const satisfies Readonly<Record<string, MetricInfo>>;
