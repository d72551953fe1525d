import { type Images, imageGrid } from '../images/image-grid.js';
import { formatNumber } from '../page/format.js';
import type { Part, Picture } from '../page/parts.js';
import type { GanReportData, NearestImages } from './gan-report-data.js';

/** The most small grids of samples over time. */
const GRIDS = 12;

function picture(data: GanReportData, images: Images, columns: number, title: string, rest: Partial<Picture> = {}): Picture {
  const { uri, width, height } = imageGrid(images, { columns });
  return { kind: 'picture', uri, width, height, title, look: data.look, ...rest };
}

/** The samples of the last look. */
export function lastSamples(data: GanReportData): Part[] {
  const last = data.samples.at(-1);
  if (!last) return [];
  const [n = 0] = last.images.shape;
  const columns = Math.min(n, n > 40 ? 20 : 10);
  return [picture(data, last.images, columns, `Samples after ${formatNumber(last.step)} steps,`, { caption: 'not selected.', wide: true })];
}

/** The same latents at several times. */
export function samplesOverTime(data: GanReportData): Part[] {
  const { samples } = data;
  if (samples.length < 2) return [];
  const count = Math.min(GRIDS, samples.length);
  const places = Array.from({ length: count }, (_, i) => Math.round((i * (samples.length - 1)) / (count - 1)));
  return places.map((place) => {
    const { step, images } = samples[place] as GanReportData['samples'][number];
    return picture(data, first(images, 36), 6, `Step ${formatNumber(step)}`);
  });
}

/** What a conditional generator draws for each class. */
export function samplesByClass(data: GanReportData): Part[] {
  if (!data.byClass) return [];
  return [
    picture(data, data.byClass, data.classes.length, 'Asked for by class.', {
      caption: `Columns: ${data.classes.join(' ')}. Rows: one latent each.`,
      wide: true,
    }),
  ];
}

/** Straight ways through the latent space. */
export function interpolations(data: GanReportData): Part[] {
  if (!data.interpolation) return [];
  const { images, steps } = data.interpolation;
  return [
    picture(data, images, steps, 'Between latents.', {
      caption: 'Each row goes from one sample to another through the latent space.',
      wide: true,
    }),
  ];
}

/** Samples, each beside the training images nearest to it. */
export function nearestImages(data: GanReportData): Part[] {
  if (!data.nearest) return [];
  const caption = `Top row: samples. Below each, the training images nearest to it (${data.nearest.by}). A sample that equals one of them was memorised.`;
  return [besideNearest(data, data.nearest, 'Nearest training images.', caption)];
}

/** The samples that come nearest to a training image, each above that image. */
export function closestPairs(data: GanReportData): Part[] {
  if (!data.closest) return [];
  const caption = `Top row: of all samples those nearest to a training image (${data.closest.by}), the nearest first. Below each, that image.`;
  return [besideNearest(data, data.closest, 'The closest pairs.', caption)];
}

function besideNearest(data: GanReportData, { samples, nearest }: NearestImages, title: string, caption: string): Part {
  const [n = 0, ...item] = samples.shape;
  const k = Math.round((nearest.shape[0] as number) / n);
  const size = item.reduce((product, value) => product * value, 1);
  const kind = samples.data instanceof Uint8Array ? Uint8Array : Float32Array;
  const rows = new kind(n * (k + 1) * size);
  for (let i = 0; i < n; i++) {
    rows.set(
      Array.from({ length: size }, (_, j) => samples.data[i * size + j] as number),
      i * (k + 1) * size,
    );
    rows.set(
      Array.from({ length: k * size }, (_, j) => nearest.data[i * k * size + j] as number),
      (i * (k + 1) + 1) * size,
    );
  }
  // Columns instead of rows: a sample on top, its neighbours below.
  const turned = new kind(rows.length);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= k; j++) turned.set(rows.subarray((i * (k + 1) + j) * size, (i * (k + 1) + j + 1) * size), (j * n + i) * size);
  return picture(data, { data: turned, shape: [n * (k + 1), ...item] }, n, title, { caption, wide: true });
}

function first({ data, shape }: Images, most: number): Images {
  const [n = 0, ...item] = shape;
  const count = Math.min(n, most);
  const length = count * item.reduce((product, value) => product * value, 1);
  return {
    data: data instanceof Uint8Array ? data.subarray(0, length) : Array.prototype.slice.call(data, 0, length),
    shape: [count, ...item],
  };
}
