import type { GenlabBackend } from '../genlab-backend.js';
import type { PointsPlan, Tile } from './convolution-plan.js';
import { type PlaceTable, tabulate } from './matmul-product.js';

/** Runs of floats in a grid, image by image: what the maps between coefficients and points read and write. Strides are in floats. */
export interface Grid {
  readonly pointer: number;
  readonly image?: number;
  readonly row: number;
  readonly column: number;
}

/** Coefficients and points of a tile along each axis. */
export interface TileSize {
  readonly coefficients: readonly [y: number, x: number];
  readonly points: readonly [y: number, x: number];
}

/** The maps of assembly/convolution-points.ts. */
const KINDS = { evaluate: 0, evaluateTransposed: 1, interpolate: 2, interpolateTransposed: 3 } as const;

/** The pixels of a tile that lie inside of the image, along both axes. */
export interface Inside {
  readonly y: readonly [first: number, end: number];
  readonly x: readonly [first: number, end: number];
}

/**
 * Maps one tile of each of so many images. `interpolate` adds to what is there: neighbouring tiles overlap. The two interpolations take and give
 * pixels, of which some may lie outside of the image: the others are `inside`.
 */
export type MapTiles = (
  kind: keyof typeof KINDS,
  size: TileSize,
  images: number,
  floats: number,
  from: Grid,
  to: Grid,
  inside?: Inside,
) => void;

/** The maps on a backend. */
export function tileMaps(backend: GenlabBackend): MapTiles {
  return (kind, { coefficients, points }, images, floats, from, to, inside) =>
    backend.exports.mapTiles(
      KINDS[kind],
      coefficients[0],
      points[0],
      coefficients[1],
      points[1],
      images,
      floats,
      from.pointer,
      from.image ?? 0,
      from.row,
      from.column,
      to.pointer,
      to.image ?? 0,
      to.row,
      to.column,
      ...(inside?.y ?? [0, points[0]]),
      ...(inside?.x ?? [0, points[1]]),
    );
}

/**
 * The values of a group of images at the points of all tiles: [image, y, x, channels], where an axis runs over the points of a tile and,
 * faster, over the tiles. Tiles without the last point come last, so that the tiles of a point are neighbours.
 */
export class PointImages {
  readonly pointer: number;
  /** Floats of one image. */
  readonly image: number;
  private readonly row: number;
  /** By how many tiles along each axis have a point. */
  private readonly tables = new Map<string, PlaceTable>();

  constructor(
    backend: GenlabBackend,
    private readonly plan: PointsPlan,
    readonly channels: number,
    group: number,
  ) {
    this.row = plan.x.total * channels;
    this.image = plan.y.total * this.row;
    this.pointer = backend.scratch(group * this.image * 4);
    for (const tilesY of new Set(plan.y.tilesWith)) {
      for (const tilesX of new Set(plan.x.tilesWith)) {
        const places = { counts: [group, tilesY, tilesX], strides: [this.image, this.row, channels] } as const;
        this.tables.set(`${tilesY} ${tilesX}`, tabulate(backend, places));
      }
    }
  }

  /** The points of a tile, for the maps, from an image of the group on. */
  tile(y: number, x: number, first = 0): Grid {
    const { plan, row, channels, image } = this;
    const pointer = this.pointer + (first * image + y * row + x * channels) * 4;
    return { pointer, image, row: plan.y.tiles.length * row, column: plan.x.tiles.length * channels };
  }

  /** Where the images have the values at one point: image by image, tile by tile. */
  point(y: number, x: number): { pointer: number; places: PlaceTable; perImage: number } {
    const { plan, row, channels } = this;
    const tilesY = plan.y.tilesWith[y] as number;
    const tilesX = plan.x.tilesWith[x] as number;
    const places = this.tables.get(`${tilesY} ${tilesX}`) as PlaceTable;
    const pointer = this.pointer + (y * plan.y.tiles.length * row + x * plan.x.tiles.length * channels) * 4;
    return { pointer, places, perImage: tilesY * tilesX };
  }
}

/** Calls back for every tile of an image. */
export function forEachTile({ y, x }: PointsPlan, callback: (indices: [y: number, x: number], tiles: [y: Tile, x: Tile]) => void): void {
  y.tiles.forEach((tileY, indexY) => {
    x.tiles.forEach((tileX, indexX) => {
      callback([indexY, indexX], [tileY, tileX]);
    });
  });
}

/** The place of a point of the largest tile along each axis. */
export function pointOf({ x }: PointsPlan, index: number): [y: number, x: number] {
  return [Math.floor(index / x.points), index % x.points];
}
