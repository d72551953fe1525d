/** Sums that are kept in registers: enough to hide how long one multiply-add takes, and few enough for 16 registers. */
const SUMS = 12;
const ROUNDS = 500_000;

const unsigned = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]);
const sized = (bytes: number[]): number[] => [...unsigned(bytes.length), ...bytes];
const simd = (operation: number): number[] => [0xfd, ...unsigned(operation)];

/**
 * A module whose `run(rounds)` does nothing but multiply and add in registers, twelve vectors of four floats a round: no kernel can be faster
 * on one thread. With relaxed SIMD a multiply-add is one operation, else it is two.
 */
function moduleOf(relaxed: boolean): Uint8Array<ArrayBuffer> {
  const get = (local: number) => [0x20, local];
  const set = (local: number) => [0x21, local];
  // Locals: 0 the rounds; 1 to 12 the sums; 13 and 14 the factors.
  const factors = [13, 14];
  const fill = (local: number, value: number) => [0x43, ...new Uint8Array(Float32Array.of(value).buffer), ...simd(0x13), ...set(local)];
  const step = Array.from({ length: SUMS }, (_, i) => {
    const [a, b, sum] = [get(13), get(14), get(1 + i)];
    const result = relaxed ? [...a, ...b, ...sum, ...simd(0x105)] : [...a, ...b, ...simd(0xe6), ...sum, ...simd(0xe4)];
    return [...result, ...set(1 + i)];
  }).flat();
  const total = Array.from({ length: SUMS - 1 }, (_, i) => [...get(2 + i), ...simd(0xe4)]).flat();
  const body = [
    ...[1, 14, 0x7b], // 14 locals of v128
    ...factors.flatMap((local) => fill(local, 1e-3)),
    ...[0x03, 0x40, ...step, ...get(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b],
    ...[...get(1), ...total, ...simd(0x1f), 0, 0x0b],
  ];
  const section = (id: number, content: number[]) => [id, ...sized(content)];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7d]), // i32 -> f32
    ...section(3, [1, 0]),
    ...section(7, [1, 3, 0x72, 0x75, 0x6e, 0, 0]), // run
    ...section(10, [1, ...sized(body)]),
  ]);
}

/** The name of the row that says how long the multiplications and additions of a product of 1024^3 take at the peak. */
export const PEAK = 'peak of one thread, at 1024^3';

/** Milliseconds that 1024^3 multiply-adds take at the peak. */
export function peakMs(): number {
  return 2 ** 31 / peak() / 1e6;
}

/** GFLOP/s of one thread of this engine at best: the fastest of many short runs of multiply-adds in registers. The first are not compiled yet. */
function peak(): number {
  const relaxed = WebAssembly.validate(moduleOf(true));
  const { run } = new WebAssembly.Instance(new WebAssembly.Module(moduleOf(relaxed))).exports as { run: (rounds: number) => number };
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 300; i++) {
    const start = performance.now();
    run(ROUNDS);
    best = Math.min(best, performance.now() - start);
  }
  return (ROUNDS * SUMS * 4 * 2) / best / 1e6;
}
