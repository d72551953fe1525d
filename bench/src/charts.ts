import { lineChart } from '@genlab/report';
import type { Results } from './results.js';
import { BATCHES, SIZES, seedDcganName, standardDcganName } from './works.js';

/** The charts of docs/performance.md by file name: what an image costs in a training step, against batch size and against image size. */
export async function charts(runs: readonly Results[]): Promise<Record<string, string>> {
  const batch = { at: BATCHES, name: seedDcganName, images: (size: number) => size, xTitle: 'batch size, seed DCGAN' };
  const size = { at: SIZES, name: standardDcganName, images: () => 32, xTitle: 'height and width of an image, DCGAN, batch 32' };
  return { 'bench-batch-size.svg': await chart(runs, batch), 'bench-image-size.svg': await chart(runs, size) };
}

/** Works along an axis: their names, and how many images each repetition takes. */
interface Axis {
  readonly at: readonly number[];
  readonly name: (at: number) => string;
  readonly images: (at: number) => number;
  readonly xTitle: string;
}

/** Ours on each Node, and of the last run's others the newest PyTorch and tfjs's own backend: the four curves a chart can hold. */
async function chart(runs: readonly Results[], { at, name, images, xTitle }: Axis): Promise<string> {
  const last = runs.at(-1) as Results;
  const shown = [
    ...runs.map((run) => ({ run, system: run.systems[0]?.name, label: `genlab, Node ${run.node.split('.')[0]?.slice(1)}` })),
    ...['PyTorch', 'tfjs-backend-wasm'].flatMap((library) => {
      const [system] = last.systems
        .filter((one) => one.name.startsWith(library))
        .toSorted((a, b) => b.name.localeCompare(a.name, 'en', { numeric: true }));
      return system ? [{ run: last, system: system.name, label: system.name.replace(/, \d+ threads?$/, '') }] : [];
    }),
  ];
  const series = shown.map(({ run, system, label }) => {
    const points = at.flatMap((x) => {
      const row = run.rows.find((one) => one.work === name(x) && one.system === system);
      return row && 'medianMs' in row ? [{ x, y: row.medianMs / images(x) }] : [];
    });
    return { name: label, steps: points.map(({ x }) => x), values: points.map(({ y }) => y) };
  });
  return file(await lineChart({ series, yTitle: 'ms an image', xTitle, scale: 'log', smoothing: 0, width: 520, height: 220 }));
}

/** The colours that the charts name, for light pages and dark ones. */
const STYLE = `<style>
:root { --ink: #1d1f22; --soft: #62676f; --rule: #c9ccd1; --grid: #e9eaec; --series-1: #2f5d8c; --series-2: #c2681c; --series-3: #3d8a62; --series-4: #8a4f9e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e5e1; --soft: #9a9fa8; --rule: #4a4f57; --grid: #2a2d32; --series-1: #7fb0e3; --series-2: #eda05a; --series-3: #74c69d; --series-4: #c79ad8; } }
</style>`;

/** The chart as a file of its own, of the size it was drawn. */
function file(svg: string): string {
  return `${svg.replace(/^<svg ([^>]*viewBox="0 0 ([\d.]+) ([\d.]+)") style="[^"]*"([^>]*)>/, `<svg $1 width="$2" height="$3"$4>\n${STYLE}\n`)}\n`;
}
