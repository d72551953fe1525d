import { type MetricInfo, POSITIVE, UNIT } from './metric-info.js';

const lerch = 'Yang and Lerch 2020';

/** Figures of bars. */
export const rhythms = {
  'rhythm.density': { better: 'real', range: UNIT, unit: 'onsets a step', paper: '', blind: 'where the onsets are' },
  'rhythm.lhl': {
    better: 'real',
    range: POSITIVE,
    unit: 'levels of the metre',
    paper: 'Longuet-Higgins and Lee 1984',
    blind: 'which instrument syncopates, and how loudly',
  },
  'rhythm.wnbd': { better: 'real', range: POSITIVE, unit: '', paper: 'Gomez et al. 2005', blind: 'which beat is the strong one' },
  'rhythm.offBeat': {
    better: 'real',
    range: POSITIVE,
    unit: 'onsets',
    paper: 'Toussaint 2005',
    blind: 'all steps with a divisor in common with the bar',
  },
  'rhythm.balance': { better: 'real', range: UNIT, unit: '', paper: 'Milne et al. 2015', blind: 'the metre' },
  'rhythm.evenness': { better: 'real', range: UNIT, unit: '', paper: 'Milne et al. 2015', blind: 'the metre' },
  'patterns.density': { better: 'real', range: UNIT, unit: 'onsets a cell', paper: '', blind: 'where the onsets are' },
  'patterns.stepDensity': { better: 'real', range: UNIT, unit: 'share of steps', paper: '', blind: 'which instruments sound' },
  'patterns.syncopation': {
    better: 'real',
    range: POSITIVE,
    unit: 'levels of the metre',
    paper: 'Longuet-Higgins and Lee 1984',
    blind: 'which instrument syncopates, and how loudly',
  },
  'patterns.selfSimilarity': {
    better: 'real',
    range: UNIT,
    unit: 'share',
    paper: 'Jaccard 1912',
    blind: 'repetition other than by halves',
  },
  'patterns.pairwiseHamming': {
    better: 'real',
    range: UNIT,
    unit: 'share of cells',
    paper: lerch,
    blind: 'sparse bars differ little whatever they are',
  },
  'patterns.diversity': { better: 'real', range: UNIT, unit: 'share', paper: 'Jaccard 1912', blind: 'noise is diverse, too' },
  'patterns.unique': { better: 'real', range: UNIT, unit: 'share', paper: '', blind: 'bars that differ in one cell' },
  'patterns.valid': {
    better: 'higher',
    range: UNIT,
    unit: 'share',
    paper: '',
    blind: 'all that the faults do not name: noise passes mostly',
  },
  'patterns.novelty': { better: 'real', range: UNIT, unit: 'share', paper: '', blind: 'copies with one cell changed; trivially near 1' },
  'patterns.noveltyRatio': {
    better: 'target',
    target: 1,
    range: POSITIVE,
    unit: '',
    paper: 'Meehan, Chaudhuri and Dasgupta 2020',
    blind: 'a mixture of copies and noise',
  },
  'distanceOverlap.overlap': {
    better: 'higher',
    range: UNIT,
    unit: '',
    paper: lerch,
    blind: 'all but one descriptor; shifts of the descriptor itself',
  },
  'distanceOverlap.kld': { better: 'lower', range: POSITIVE, unit: 'nats', paper: lerch, blind: 'all but one descriptor' },
  'reconstruction.accuracy': { better: 'higher', range: UNIT, unit: 'share of cells', paper: '', blind: 'silence is right in most cells' },
  'reconstruction.f1': { better: 'higher', range: UNIT, unit: '', paper: 'van Rijsbergen 1979', blind: 'how sure a cell was; near misses' },
  'reconstruction.exact': { better: 'higher', range: UNIT, unit: 'share of rows', paper: '', blind: 'how much is wrong in the others' },
} as const satisfies Readonly<Record<string, MetricInfo>>;
