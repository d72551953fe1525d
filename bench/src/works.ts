/** What is timed, as plain JSON: every system makes it out of this description, in its own terms. */
export interface Work {
  /** What the tables call it. */
  readonly name: string;
  readonly kind: 'conv2d' | 'dcgan' | 'hvae' | 'product';
  readonly options: object;
  /** Multiplications and additions of one repetition, where it is one operation; a convolution's as if it were done tap by tap, padding included. */
  readonly flop?: number;
}

/** Options of a training step of a DCGAN on square images; every block halves or doubles them by a 4 x 4 convolution of stride 2. */
export interface DcganWork {
  readonly batch: number;
  readonly size: number;
  readonly channels: number;
  readonly generator: readonly number[];
  readonly discriminator: readonly number[];
  /** The study's (batch norm of single units, dropout, redundant biases, two learning rates), or that of Radford et al. */
  readonly seed: boolean;
}

/** Options of a training step of the study's VAE. */
export interface HvaeWork {
  readonly batch: number;
}

/** Options of a 4 x 4 convolution of stride 2 and padding 1 on square maps, or of one of its gradients. */
export interface ConvolutionWork {
  readonly kind: 'filterGradient' | 'forward' | 'inputGradient';
  readonly batch: number;
  readonly size: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** Options of a product of square matrices. */
export interface ProductWork {
  readonly size: number;
}

/** The name of the step that the backend is tuned for, which the documentation leads with. */
export const SEED_DCGAN = 'seed DCGAN step, batch 64';
/** The same of the VAE. */
export const SEED_HVAE = 'seed HVAE step, batch 32';

/** The batch sizes of the seed DCGAN. */
export const BATCHES = [4, 16, 64, 256] as const;
/** The image sizes of the standard DCGAN. */
export const SIZES = [16, 32, 64] as const;

/** The name of the seed DCGAN's step. */
export const seedDcganName = (batch: number) => `seed DCGAN step, batch ${batch}`;
/** The name of the standard DCGAN's step. */
export const standardDcganName = (size: number) => `DCGAN ${size} x ${size} x 3 step, batch 32`;

const seedDcgan = (batch: number): Work => {
  const options: DcganWork = { batch, size: 28, channels: 1, generator: [128, 64], discriminator: [64, 128, 256], seed: true };
  return { name: seedDcganName(batch), kind: 'dcgan', options };
};

/** Radford et al.'s networks with 64 maps at the image, as PyTorch's tutorial has them: four blocks at 64 x 64, one fewer for half the size. */
const standardDcgan = (size: number): Work => {
  const blocks = Math.log2(size / 4);
  const maps = Array.from({ length: blocks }, (_, i) => 64 * 2 ** i);
  const options: DcganWork = { batch: 32, size, channels: 3, generator: maps.toReversed(), discriminator: maps, seed: false };
  return { name: standardDcganName(size), kind: 'dcgan', options };
};

const hvae = (batch: number): Work => ({ name: `seed HVAE step, batch ${batch}`, kind: 'hvae', options: { batch } satisfies HvaeWork });

/** The convolutions of the seed discriminator; the generator's are the input gradients of the first two. */
const convolutions = [
  { size: 28, inputs: 1, outputs: 64 },
  { size: 14, inputs: 64, outputs: 128 },
  { size: 7, inputs: 128, outputs: 256 },
].flatMap(({ size, inputs, outputs }) =>
  (['forward', 'inputGradient', 'filterGradient'] as const).map((kind): Work => {
    const batch = 64;
    const flop = 2 * batch * Math.floor(size / 2) ** 2 * 16 * inputs * outputs;
    const options: ConvolutionWork = { kind, batch, size, inputs, outputs };
    return { name: `conv2d ${kind} ${size}x${size}x${inputs}->${outputs}`, kind: 'conv2d', options, flop };
  }),
);

/** All that is timed. */
export const works: readonly Work[] = [
  ...BATCHES.map(seedDcgan),
  ...SIZES.map(standardDcgan),
  ...[32, 256].map(hvae),
  { name: 'matrix product 1024^3', kind: 'product', options: { size: 1024 } satisfies ProductWork, flop: 2 * 1024 ** 3 },
  ...convolutions,
];
