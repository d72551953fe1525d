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

/** Maps one tile of each of so many images. `interpolate` adds to what is there: neighbouring tiles overlap. */
export type MapTiles = (kind: keyof typeof KINDS, size: TileSize, images: number, floats: number, from: Grid, to: Grid) => void;

/** Gives the maps their scratch space. */
export function tileMaps(backend: GenlabBackend): MapTiles {
  const { exports } = backend;
  const scratch = backend.scratch(exports.mapTilesScratchBytes());
  return (kind, { coefficients, points }, images, floats, from, to) =>
    exports.mapTiles(
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
      kind === 'interpolate',
      scratch,
    );
}

/**
 * The values of a group of images at the points of all tiles: [image, y, x, channels], where an axis runs over the points of a tile and,
 * faster, over the tiles. Tiles without the last point come last, so that the tiles of a point are neighbours.
 */
export class PointImages {
  readonly pointer: number;
  private readonly image: number;
  private readonly row: number;
  private readonly tables = new Map<number, PlaceTable>();

  constructor(
    private readonly backend: GenlabBackend,
    private readonly plan: PointsPlan,
    readonly channels: number,
    private readonly group: number,
  ) {
    this.row = plan.x.total * channels;
    this.image = plan.y.total * this.row;
    this.pointer = backend.scratch(group * this.image * 4);
  }

  /** The points of a tile, for the maps. */
  tile(y: number, x: number): Grid {
    const { plan, row, channels, image } = this;
    const pointer = this.pointer + (y * row + x * channels) * 4;
    return { pointer, image, row: plan.y.tiles.length * row, column: plan.x.tiles.length * channels };
  }

  /** Where the images have the values at one point: image by image, tile by tile. */
  point(y: number, x: number): { pointer: number; places: PlaceTable; perImage: number } {
    const { plan, row, channels, image, group } = this;
    const tilesY = plan.y.tilesWith[y] as number;
    const tilesX = plan.x.tilesWith[x] as number;
    const key = tilesY * (plan.x.tiles.length + 1) + tilesX;
    const places = this.tables.get(key) ?? tabulate(this.backend, { counts: [group, tilesY, tilesX], strides: [image, row, channels] });
    this.tables.set(key, places);
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

/** Calls back for every point of the largest tile, with its index. */
export function forEachPoint({ y, x }: PointsPlan, callback: (y: number, x: number, index: number) => void): void {
  for (let i = 0; i < y.points * x.points; i++) callback(Math.floor(i / x.points), i % x.points, i);
}
