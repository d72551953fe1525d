import { type Frechet, frechet, type Matrix, type Modes, type Moments, modes, moments } from '@genlab/metrics';
import { type Dataset, type Images, toFloats } from './data/images.js';
import type { Judge } from './judge.js';
import { type Reference, type Scrutiny, scrutinise, takeReference } from './scrutiny.js';

/** Samples of one evaluation: 100 a letter are expected. */
export const SAMPLES_PER_CLASS = 100;

/** What the classifier says about a set of samples. */
export interface Look {
  readonly step: number;
  readonly modes: Modes;
  readonly frechet: Frechet;
  /** Closer looks: content and style apart, and copies; and the same of validation images, against which they are to be read. */
  readonly scrutiny: Scrutiny;
  readonly realScrutiny: Scrutiny;
  /** Where classes were asked for: the share of samples read as the class asked for. */
  readonly asked?: number;
  /** The class each sample is read as. */
  readonly labels: Int32Array;
}

/** The classifier's features of the real images, against which every look is read. */
export interface Yardstick {
  readonly train: Moments;
  /** Frechet distance of validation from training images, which no generator is expected to go below. */
  readonly realReal: number;
  /** Share of validation images that the classifier is sure of. */
  readonly realConfident: number;
  readonly reference: Reference;
  /** What the closer looks say of validation images. */
  readonly realScrutiny: Scrutiny;
}

/** Reads the real images once. */
export async function measureReal(judge: Judge, data: Dataset): Promise<Yardstick> {
  const floats = (images: Images) => asImages(toFloats(images.pixels), data);
  const images = { train: floats(data.train), validation: floats(data.validation) };
  const train = await judge.classifier.classify(images.train);
  const validation = await judge.classifier.classify(images.validation);
  const gathered = gather(train.features);
  const reference = await takeReference(judge, images, train.features);
  return {
    train: gathered,
    reference,
    realScrutiny: await scrutinise(judge, reference, images.validation, validation.features),
    realReal: frechet({ real: gathered, fake: validation.features }).value,
    realConfident: share(validation.confidence, (value) => value > 0.9),
  };
}

/**
 * Reads generated images.
 *
 * @param pixels as bytes: what is judged is what a PNG would hold
 * @param asked the class each was asked to be, for a conditional generator
 */
export async function look(step: number, pixels: Uint8Array, { judge, yardstick, data, asked }: LookInput): Promise<Look> {
  const images = asImages(toFloats(pixels), data);
  const { labels, confidence, features } = await judge.classifier.classify(images);
  return {
    step,
    labels,
    modes: modes({ labels, confidence, classes: data.classes.length }),
    frechet: frechet({ real: yardstick.train, fake: features }),
    scrutiny: await scrutinise(judge, yardstick.reference, images, features),
    realScrutiny: yardstick.realScrutiny,
    asked: asked && share(labels, (label, i) => label === asked[i]),
  };
}

interface LookInput {
  readonly judge: Judge;
  readonly yardstick: Yardstick;
  readonly data: Dataset;
  readonly asked?: Int32Array;
}

function gather(features: Matrix): Moments {
  return moments(features.cols).push(features);
}

function asImages(values: Float32Array, { height, width }: Dataset) {
  return { data: values, shape: [values.length / (height * width), height, width, 1] };
}

function share<T extends ArrayLike<number>>(values: T, counts: (value: number, index: number) => boolean): number {
  return Array.from(values).filter(counts).length / values.length;
}
