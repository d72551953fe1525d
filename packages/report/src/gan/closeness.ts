import type { Frechet, KernelDistance, Manifold, Memorisation } from '@genlab/metrics';
import { formatNumber, formatShare } from '../page/format.js';
import type { Part, Table } from '../page/parts.js';

/** How samples lie to real images in the features of one extractor. */
export interface Closeness {
  /** Frechet distance. */
  readonly frechet: Frechet;
  /** Kernel distance with its standard error. */
  readonly kernel: KernelDistance;
  /** Precision, recall, density and coverage. */
  readonly manifold: Manifold;
}

/** One extractor's view of the generated images, and of real images that were held out. */
export interface FeatureSpace {
  /** What it sees: `'content'`, `'style'`. */
  readonly name: string;
  /** The generated images. */
  readonly fake: Closeness;
  /** Real images in their place: what there is to reach. */
  readonly real: Closeness;
}

/** How near samples come to single training images. */
export interface Copies {
  /** Distances of generated images. */
  readonly fake: Memorisation;
  /** How distances were measured, for the caption. */
  readonly by: string;
}

/** What {@link closeness} shows. */
export interface ClosenessData {
  /** The first is the one in which the evaluations were taken. */
  readonly spaces?: readonly FeatureSpace[];
  readonly copies?: Copies;
  /** The looks at the generator; the Frechet distance of the last is the page's first figure. */
  readonly evaluations?: readonly { readonly frechet?: Frechet }[];
}

/** Figures of every extractor, and of copying. */
export function closeness({ spaces = [], copies, evaluations }: ClosenessData): Part[] {
  const headline = evaluations?.at(-1)?.frechet;
  return [
    ...(spaces.length > 0 ? [HOW_TO_READ] : []),
    ...spaces.map((space, i) => table(space, i === 0 ? headline : undefined)),
    ...(copies ? [copying(copies)] : []),
  ];
}

const HOW_TO_READ: Part = {
  kind: 'prose',
  text:
    'Precision and density: are samples like real images? Recall and coverage: are real images like samples, is none left out? Held out: real ' +
    'images of sources that no network has seen, in the samples’ place, which is what there is to reach. Two samples of one distribution have a ' +
    'Frechet distance at its floor, a kernel distance of 0 on average, a density of 1 and the coverage expected.',
};

/** Why the distance of a table is another than the page's first figure, where that was taken from other numbers of images. */
function otherSizes({ n }: Frechet, headline: Frechet | undefined): string {
  if (headline === undefined || (headline.n.real === n.real && headline.n.fake === n.fake)) return '';
  const sizes = `${formatNumber(headline.n.fake)} samples against ${formatNumber(headline.n.real)} training images`;
  return ` The Frechet distance under Result is of ${sizes}, so it differs a little.`;
}

const range = ({ interval }: { readonly interval?: { readonly low: number; readonly high: number } }, format: (value: number) => string) =>
  interval ? `${format(interval.low)} to ${format(interval.high)}` : '–';

function table({ name, fake, real }: FeatureSpace, headline?: Frechet): Table {
  const { n } = fake.manifold;
  const share = (part: 'precision' | 'recall' | 'coverage') => [
    part,
    formatShare(fake.manifold[part].value),
    range(fake.manifold[part], formatShare),
    formatShare(real.manifold[part].value),
  ];
  return {
    kind: 'table',
    title: `In the features of ${name}.`,
    caption:
      `${formatNumber(n.fake)} samples against ${formatNumber(n.real)} training images, with the 95 % interval of each figure that has one.` +
      otherSizes(fake.frechet, headline),
    columns: ['figure', 'samples', '95 %', 'held out'],
    rows: [
      ['Frechet distance', formatNumber(fake.frechet.value), '–', formatNumber(real.frechet.value)],
      ['its floor', formatNumber(fake.frechet.floor), '–', formatNumber(real.frechet.floor)],
      ['kernel distance', formatNumber(fake.kernel.value), range(fake.kernel, formatNumber), formatNumber(real.kernel.value)],
      share('precision'),
      share('recall'),
      [
        'density',
        formatNumber(fake.manifold.density.value),
        range(fake.manifold.density, formatNumber),
        formatNumber(real.manifold.density.value),
      ],
      share('coverage'),
      ['expected coverage', formatShare(fake.manifold.expectedCoverage), '–', formatShare(real.manifold.expectedCoverage)],
    ],
  };
}

function copying({ fake, by }: Copies): Table {
  const { authenticity, authenticityOfTest, copies, expectedCopies, ratio, z, n } = fake;
  return {
    kind: 'table',
    title: 'Copies of training images.',
    caption:
      `Distance to the nearest of ${formatNumber(n.train)} training images (${by}), of ${formatNumber(n.fake)} samples and of ` +
      `${formatNumber(n.test)} real images that were held out. Copies have a ratio well below 1 and a z below −3; ` +
      'blurred or simple samples, which are near to everything, may have them too: look at the pairs.',
    columns: ['figure', 'samples', 'held out, or honest'],
    rows: [
      ['mean distance, over that of held-out images', formatNumber(ratio), 1],
      ['z of Mann and Whitney', formatNumber(z), 0],
      ['near copies', copies, formatNumber(expectedCopies)],
      ['authentic', formatShare(authenticity.value), formatShare(authenticityOfTest?.value)],
    ],
  };
}
