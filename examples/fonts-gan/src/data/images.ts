/** Grey images of one size with a class each. */
export interface Images {
  /** count x height x width bytes, 0 paper, 255 ink. */
  readonly pixels: Uint8Array;
  /** Index of each image's class. */
  readonly labels: Int32Array;
  /** Where each image comes from: a font's name, a file's. */
  readonly origins: readonly string[];
}

/** What a run trains on, and what judges it. */
export interface Dataset {
  /** One line for the report: `205 font families`, or the folder. */
  readonly name: string;
  readonly height: number;
  readonly width: number;
  /** The names of the classes, in the order of their labels. */
  readonly classes: readonly string[];
  readonly train: Images;
  /** Images of families that are not in `train`. */
  readonly validation: Images;
  /** Lines that give the makers their due; empty for a folder of one's own. */
  readonly attributions: readonly string[];
  /** What had to be left out, and why. */
  readonly skipped: readonly string[];
  /** Names this very set of images: what was learnt from it is cached under this. */
  readonly hash: string;
}

/** Bytes as the networks see them: floats in [-1, 1], ink 1. */
export function toFloats(pixels: Uint8Array): Float32Array {
  return Float32Array.from(pixels, (value) => value / 127.5 - 1);
}

/** The images at some positions, in that order. */
export function pick(images: Images, positions: readonly number[]): Images {
  const size = images.pixels.length / images.labels.length;
  const pixels = new Uint8Array(positions.length * size);
  for (const [at, position] of positions.entries()) pixels.set(images.pixels.subarray(position * size, (position + 1) * size), at * size);
  return {
    pixels,
    labels: Int32Array.from(positions, (position) => images.labels[position] as number),
    origins: positions.map((position) => images.origins[position] as string),
  };
}
