import {
  type Frechet,
  frechet,
  ImageClassifier,
  type KernelDistance,
  kernelDistance,
  type Manifold,
  type Matrix,
  type Memorisation,
  manifold,
  memorisation,
  PixelPca,
  reservoir,
} from '@genlab/metrics';
import type { Dataset } from './data/images.js';
import type { Judge } from './judge.js';

/** How two sets of images lie to one another in the features of one extractor. */
export interface Comparison {
  readonly frechet: Frechet;
  readonly kernel: KernelDistance;
  readonly manifold: Manifold;
}

/** What there is to say of images beside what letters they show. */
export interface Scrutiny {
  /** As the classifier of letters sees them. */
  readonly content: Comparison;
  /** As the classifier of fonts sees them; absent if the images do not come from a few sources. */
  readonly style?: Comparison;
  /** Whether they are copies, by their pixels. */
  readonly copies: Memorisation;
}

/** The real images as all extractors see them. */
export interface Reference {
  readonly content: Matrix;
  readonly style?: Matrix;
  readonly pca: PixelPca;
  readonly train: Matrix;
  readonly validation: Matrix;
}

/** Training images that others are held against: as many as samples are looked at. */
const REFERENCE = 2_600;
const PIXEL_AXES = 50;

type Batch = { readonly data: Float32Array; readonly shape: readonly number[] };

/** Sees the real images once. `content`: their features, which are known already. */
export async function takeReference(
  judge: Judge,
  data: Dataset,
  images: { train: Batch; validation: Batch },
  content: Matrix,
): Promise<Reference> {
  const { height, width } = data;
  const pca = await PixelPca.fit(images.train, { dims: Math.min(PIXEL_AXES, height * width, images.train.shape[0] ?? 1) });
  const style = await styleOf(judge, images.train);
  return {
    content: some(content),
    style: style && some(style),
    pca,
    train: await pca.extract(images.train),
    validation: await pca.extract(images.validation),
  };
}

/** Holds images against the reference. */
export async function scrutinise(judge: Judge, reference: Reference, images: Batch, content: Matrix): Promise<Scrutiny> {
  const style = await styleOf(judge, images);
  const pixels = await reference.pca.extract(images);
  return {
    content: compare(reference.content, content),
    style: style && reference.style && compare(reference.style, style),
    copies: memorisation({ train: reference.train, fake: pixels, test: reference.validation }),
  };
}

function compare(real: Matrix, fake: Matrix): Comparison {
  return { frechet: frechet({ real, fake }), kernel: kernelDistance({ real, fake }), manifold: manifold({ real, fake }) };
}

async function styleOf({ style }: Judge, images: Batch): Promise<Matrix | undefined> {
  if (style === undefined) return undefined;
  const classifier = ImageClassifier.load(style);
  try {
    return (await classifier.classify(images)).features;
  } finally {
    classifier.dispose();
  }
}

/** A sample of the rows, always the same. */
function some(rows: Matrix): Matrix {
  return reservoir({ capacity: REFERENCE, dims: rows.cols, seed: 0 }).push(rows).value();
}
