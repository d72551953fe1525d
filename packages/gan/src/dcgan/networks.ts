import { expected, type Rng } from '@genlab/core';
import * as tfl from '@tensorflow/tfjs-layers';
import { Discriminator } from '../networks/discriminator.js';
import { Generator } from '../networks/generator.js';
import { checkCount, checkImageShape, type ImageShape } from '../networks/image-shape.js';
import type { DCGANOptions } from './options.js';

/** The two networks of a GAN, whoever made them. */
export interface Networks {
  readonly generator: tfl.LayersModel;
  readonly discriminator: tfl.LayersModel;
  readonly imageShape: ImageShape;
  readonly latentDim: number;
  readonly classes: number | undefined;
  /** Whether the discriminator runs with spectrally normalised weights. */
  readonly spectral: boolean;
  /** Frees the networks that were made here, and only those. */
  dispose(): void;
}

/** Makes the networks that the options describe, takes those they bring, and checks that they fit together. */
export function networksFor(options: DCGANOptions, rng: Rng): Networks {
  const given = options.generator;
  const network = given instanceof Generator ? given.network : given instanceof tfl.LayersModel ? given : undefined;
  const classes = options.classes ?? (given instanceof Generator ? given.classes : undefined);
  checkCount('DCGAN', 'classes', classes);
  checkCount('DCGAN', 'latentDim', options.latentDim);
  const imageShape = options.imageShape ?? (network?.outputs[0]?.shape.slice(1) as unknown as ImageShape | undefined);
  checkImageShape('DCGAN', imageShape);
  const latentDim = options.latentDim ?? (network?.inputs[0]?.shape[1] as number | undefined) ?? 100;

  const made: (Generator | Discriminator)[] = [];
  const make = <N extends Generator | Discriminator>(one: N): N => {
    made.push(one);
    return one;
  };
  const dispose = () => {
    for (const one of made) one.dispose();
  };
  try {
    const shared = { imageShape, classes };
    const other = options.discriminator;
    const generator = network ?? make(new Generator({ ...(given as object), ...shared, latentDim, rng: rng.fork('generator') })).network;
    const whole =
      other instanceof tfl.LayersModel
        ? undefined
        : other instanceof Discriminator
          ? other
          : make(new Discriminator({ ...other, ...shared, rng: rng.fork('discriminator') }));
    const discriminator = whole?.network ?? (other as tfl.LayersModel);
    const labels = classes === undefined ? [] : [[null, 1]];
    checkNetwork('generator', generator, [[null, latentDim], ...labels], [null, ...imageShape]);
    checkNetwork('discriminator', discriminator, [[null, ...imageShape], ...labels], [null, 1]);
    return { generator, discriminator, imageShape, latentDim, classes, spectral: whole?.spectral ?? false, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

type Shape = readonly (number | null)[];

function checkNetwork(role: string, network: tfl.LayersModel, inputs: readonly Shape[], output: Shape): void {
  const list = (shapes: readonly Shape[]) => shapes.map((shape) => `[${shape.map((n) => n ?? 'batch').join(', ')}]`).join(' and ');
  const [gotInputs, gotOutput] = [list(network.inputs.map(({ shape }) => shape)), list(network.outputs.map(({ shape }) => shape))];
  if (gotInputs === list(inputs) && gotOutput === list([output])) return;
  throw new Error(expected('DCGAN', `a ${role} from ${list(inputs)} to ${list([output])}`, `one from ${gotInputs} to ${gotOutput}`));
}
