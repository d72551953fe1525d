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
  reservoir,
} from '@genlab/metrics';
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
  /** Pixels at half size. */
  readonly train: Matrix;
  readonly validation: Matrix;
}

/** Training images that others are held against: as many as samples are looked at. */
const REFERENCE = 2_600;

type Batch = { readonly data: Float32Array; readonly shape: readonly number[] };

/** Sees the real images once. `content`: their features, which are known already. */
export async function takeReference(judge: Judge, images: { train: Batch; validation: Batch }, content: Matrix): Promise<Reference> {
  const style = await styleOf(judge, images.train);
  return {
    content: some(content),
    style: style && some(style),
    train: halved(images.train),
    validation: halved(images.validation),
  };
}

/** Holds images against the reference. */
export async function scrutinise(judge: Judge, reference: Reference, images: Batch, content: Matrix): Promise<Scrutiny> {
  const style = await styleOf(judge, images);
  return {
    content: compare(reference.content, content),
    style: style && reference.style && compare(reference.style, style),
    copies: memorisation({ train: reference.train, fake: halved(images), test: reference.validation }),
  };
}

function compare(real: Matrix, fake: Matrix): Comparison {
  const k = Math.min(5, real.rows - 1, fake.rows - 1); // A folder of one's own may hold very few images.
  return { frechet: frechet({ real, fake }), kernel: kernelDistance({ real, fake }), manifold: manifold({ real, fake }, { k }) };
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

/** Images of grey at half the size, means of 2 x 2 pixels, one row each: near enough to tell copies, and a quarter of the work. */
function halved({ data, shape }: Batch): Matrix {
  const [n, height, width] = shape as [number, number, number, number];
  const [h, w] = [height >> 1, width >> 1];
  const half = Float32Array.from({ length: n * h * w }, (_, at) => {
    const [image, y, x] = [Math.floor(at / (h * w)), Math.floor(at / w) % h, at % w];
    const corner = image * height * width + 2 * y * width + 2 * x;
    return ((data[corner] ?? 0) + (data[corner + 1] ?? 0) + (data[corner + width] ?? 0) + (data[corner + width + 1] ?? 0)) / 4;
  });
  return { data: half, rows: n, cols: h * w };
}
