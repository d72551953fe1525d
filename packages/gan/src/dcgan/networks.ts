import { expected, type Json, type Rng } from '@genlab/core';
import * as tfl from '@tensorflow/tfjs-layers';
import { Discriminator } from '../networks/discriminator.js';
import { Generator } from '../networks/generator.js';
import { type ImageShape, readImageShape } from '../networks/image-shape.js';
import { networkConfig } from './config.js';
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
  /** Both as plain JSON: their options, or the variables of those that were brought. */
  readonly config: Readonly<Record<'generator' | 'discriminator', Json>>;
  /** Frees the networks that were made here, and only those. */
  dispose(): void;
}

/** Makes the networks that the options describe, takes those they bring, and checks that they fit together. */
export function networksFor(options: DCGANOptions, rng: Rng): Networks {
  const [first, second] = [brought(options.generator), brought(options.discriminator)];
  const classes = options.classes ?? first?.classes;
  const imageShape = readImageShape(options.imageShape ?? first?.network.outputs?.[0]?.shape.slice(1), 'DCGAN.imageShape');
  const latentDim = options.latentDim ?? (first?.network.inputs?.[0]?.shape[1] as number | undefined) ?? 100;

  const shared = { imageShape, classes };
  const made: (Generator | Discriminator)[] = [];
  const make = <N extends Generator | Discriminator>(network: N): N => {
    made.push(network);
    return network;
  };
  const dispose = () => {
    for (const network of made) network.dispose();
  };
  try {
    const generator = first ?? make(new Generator({ ...options.generator, ...shared, latentDim, rng: rng.fork('generator') }));
    const discriminator = second ?? make(new Discriminator({ ...options.discriminator, ...shared, rng: rng.fork('discriminator') }));
    const labels = classes === undefined ? [] : [[null, 1]];
    checkNetwork('generator', generator.network, [[null, latentDim], ...labels], [null, ...imageShape]);
    checkNetwork('discriminator', discriminator.network, [[null, ...imageShape], ...labels], [null, 1]);
    const { spectral = false } = discriminator;
    const config = { generator: describeNetwork(generator), discriminator: describeNetwork(discriminator) };
    return {
      generator: generator.network,
      discriminator: discriminator.network,
      imageShape,
      latentDim,
      classes,
      spectral,
      config,
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

interface Brought {
  readonly network: tfl.LayersModel;
  readonly classes?: number;
  readonly spectral?: boolean;
  readonly config?: Json;
}

/** The network in an option, if it is one and not a description of one. */
function brought(option: DCGANOptions['generator'] | DCGANOptions['discriminator']): Brought | undefined {
  if (option instanceof tfl.LayersModel) return { network: option };
  return option !== undefined && 'network' in option ? option : undefined;
}

function describeNetwork({ config, network, spectral }: Brought): Json {
  return config ?? { ...networkConfig(network), ...(spectral === undefined ? {} : { spectral }) };
}

type Shape = readonly (number | null)[];

function checkNetwork(role: string, network: tfl.LayersModel, inputs: readonly Shape[], output: Shape): void {
  const list = (shapes: readonly Shape[]) => shapes.map((shape) => `[${shape.map((n) => n ?? 'batch').join(', ')}]`).join(' and ');
  if (!network.outputs?.length)
    throw new Error(expected('DCGAN', `a ${role} that is built`, network.name, 'Give its first layer an inputShape.'));
  const [gotInputs, gotOutput] = [list(network.inputs.map(({ shape }) => shape)), list(network.outputs.map(({ shape }) => shape))];
  if (gotInputs === list(inputs) && gotOutput === list([output])) return;
  throw new Error(expected('DCGAN', `a ${role} from ${list(inputs)} to ${list([output])}`, `one from ${gotInputs} to ${gotOutput}`));
}
