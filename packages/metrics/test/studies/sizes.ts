/** What figures give on data of known truth, by the number of samples. */
export interface SizeStudy {
  /** The metric, which names its page. */
  readonly metric: string;
  /** What n counts. Samples of each set by default. */
  readonly counts?: string;
  /** Numbers of samples; {@link SIZES} by default. */
  readonly sizes?: readonly number[];
  /** The figures of n samples, fresh for each seed. The first world has no fault, or is the truth that others are told from. */
  readonly worlds: Readonly<Record<string, (n: number, seed: number) => Readonly<Record<string, number>>>>;
}

/** A figure of a world at one number of samples, over all runs. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The rows of a study: `[figure][world][size]`. */
export type SizeTable = Readonly<Record<string, Readonly<Record<string, readonly Spread[]>>>>;

/** Numbers of samples that metrics are tried with. */
export const SIZES: readonly number[] = [50, 100, 250, 500, 1000, 5000];

/** Runs of each: a further one lies within their range in 19 cases of 21. */
const RUNS = 20;

/** Runs a study at the sizes given. */
export function measure({ worlds }: SizeStudy, sizes: readonly number[]): SizeTable {
  const cells = Object.entries(worlds).flatMap(([world, figures]) =>
    sizes.flatMap((n) => {
      const runs = Array.from({ length: RUNS }, (_, run) => figures(n, 3_000_000 + 10 * run));
      return Object.keys(runs[0]!).map((figure) => ({ figure, world, spread: spreadOf(runs.map((run) => run[figure]!)) }));
    }),
  );
  const names = [...new Set(cells.map(({ figure }) => figure))];
  const row = (figure: string, world: string) =>
    cells.filter((cell) => cell.figure === figure && cell.world === world).map(({ spread }) => spread);
  return Object.fromEntries(
    names.map((figure) => [figure, Object.fromEntries(Object.keys(worlds).map((world) => [world, row(figure, world)]))]),
  );
}

function spreadOf(values: number[]): Spread {
  values.sort((a, b) => a - b);
  return { median: (values[RUNS / 2 - 1]! + values[RUNS / 2]!) / 2, low: values[0]!, high: values[RUNS - 1]! };
}

/** The least number of samples from which on the range of some world is apart from that of the first; nothing if there is none. */
export function toldApartFrom(worlds: SizeTable[string], sizes: readonly number[]): number | undefined {
  const [honest, ...faulty] = Object.values(worlds);
  const apart = (i: number) => faulty.some((row) => row[i]!.low > honest![i]!.high || row[i]!.high < honest![i]!.low);
  return sizes.find((_, i) => sizes.every((_, later) => later < i || apart(later)));
}
