import type { GenlabBackend } from '../genlab-backend.js';

/** A batch of images in linear memory: [batch, height, width, channels], float32. */
export interface Images {
  pointer: number;
  batch: number;
  height: number;
  width: number;
  channels: number;
}

/** The border of zeros around an image, in pixels. */
export interface Border {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** Images with their border, a group at a time. The offsets of pixels in a group are those in any other. */
export interface PaddedImages {
  /** Images in a group; the last may have fewer. */
  readonly group: number;
  /** Floats from one image, row and pixel to the next. */
  readonly strides: { readonly image: number; readonly row: number; readonly pixel: number };
  /**
   * Calls back for each group of so many images from `start` on with its first image, how many it has and the byte offset of the first
   * image's border. Groups of one call follow each other in one place.
   */
  forEachGroup(start: number, size: number, callback: (first: number, count: number, pointer: number) => void): void;
}

/** How many images give so many patches, or fewer where they are large: a group's images are to stay in L2 while patches are cut out of them. */
export function groupSize(imageFloats: number, patches: number, wantedPatches: number): number {
  return Math.max(1, Math.min(Math.ceil(wantedPatches / patches), Math.floor(GROUP_FLOATS / imageFloats)));
}

const GROUP_FLOATS = 2 ** 16;

/** Gives images a border of zeros, so that no patch ends outside of them. Without a border nothing is copied. */
export function padImages(backend: GenlabBackend, images: Images, { top, bottom, left, right }: Border, wantedGroup: number): PaddedImages {
  const { batch, height, width, channels } = images;
  const row = (left + width + right) * channels;
  const image = (top + height + bottom) * row;
  const group = Math.min(batch, wantedGroup);
  const strides = { image, row, pixel: channels };
  const padded = top + bottom + left + right > 0;
  return {
    group,
    strides,
    forEachGroup(start, size, callback) {
      const { exports } = backend;
      const bytes = Math.min(group, size) * image * 4;
      const buffer = padded ? backend.scratch(bytes) : 0;
      if (padded) exports.writeZeros(buffer, bytes);
      for (let first = start; first < start + size; first += group) {
        const count = Math.min(group, start + size - first);
        const from = images.pointer + first * height * width * channels * 4;
        const floats = width * channels;
        if (padded)
          exports.copyImages(buffer + (top * row + left * channels) * 4, image, row, from, height * floats, floats, count, height, floats);
        callback(first, count, padded ? buffer : from);
      }
    },
  };
}
