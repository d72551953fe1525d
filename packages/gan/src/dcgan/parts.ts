import { MovingAverage, type NamedVariables, prefixed, Rng } from '@genlab/core';
import { SpectralNorm } from '../spectral-norm.js';
import { type Networks, networksFor } from './networks.js';
import type { DCGANOptions } from './options.js';
import { type Role, type Side, sideOf } from './sides.js';

/** Everything a GAN owns. */
export interface Parts extends Readonly<Record<Role, Side>> {
  readonly networks: Networks;
  /** Undefined where the discriminator runs with its plain weights. */
  readonly spectral: SpectralNorm | undefined;
  /** Undefined where samples come from the generator's own weights. */
  readonly average: MovingAverage | undefined;
}

/** Makes the parts that the options describe: all of them or, where that fails, none. */
export function partsOf(options: DCGANOptions, { averaging, seed }: { readonly averaging: number; readonly seed: number }): Parts {
  const rng = new Rng(seed).fork('DCGAN');
  const networks = networksFor(options, rng);
  const made: { dispose(): void }[] = [networks];
  const sideFor = (role: Role): Side => {
    const side = sideOf(networks[role], role, options);
    made.push(side.optimizer);
    return side;
  };
  try {
    const [generator, discriminator] = [sideFor('generator'), sideFor('discriminator')];
    const spectral = networks.spectral ? new SpectralNorm(discriminator.variables.trainable, rng.fork('spectral')) : undefined;
    if (spectral) made.push(spectral);
    const { trainable, fixed } = generator.variables;
    return {
      networks,
      generator,
      discriminator,
      spectral,
      average: averaging > 0 ? new MovingAverage({ ...trainable, ...fixed }) : undefined,
    };
  } catch (error) {
    for (const part of made) part.dispose();
    throw error;
  }
}

/** Every variable that a step changes, by name. */
export function variablesOfParts({ generator, discriminator, average, spectral }: Parts): NamedVariables {
  const ofSide = (role: Role, { variables, optimizer }: Side) =>
    prefixed(`${role}/`, { ...variables.trainable, ...variables.fixed, ...prefixed('adam/', optimizer.slots) });
  return {
    ...ofSide('generator', generator),
    ...ofSide('discriminator', discriminator),
    ...prefixed('average/', average?.averages ?? {}),
    ...prefixed('spectral/', spectral?.vectors ?? {}),
  };
}

/** Frees them; networks that were given by the user stay. */
export function disposeParts({ networks, generator, discriminator, average, spectral }: Parts): void {
  for (const part of [generator.optimizer, discriminator.optimizer, average, spectral, networks]) part?.dispose();
}
