// node peak.js: prints what one thread of this engine can multiply and add at best, with plain SIMD and, where it has it, with relaxed SIMD.
import type { Peak } from './results.js';

/** How many times the loop's body stands in it, so that counting the rounds costs next to nothing. */
const UNROLLED = 8;
const ROUNDS = 50_000;

const unsigned = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]);
const sized = (bytes: number[]): number[] => [...unsigned(bytes.length), ...bytes];
const simd = (operation: number): number[] => [0xfd, ...unsigned(operation)];
const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const tee = (local: number) => [0x22, local];
const MULTIPLY = simd(0xe6);
const ADD = simd(0xe4);
const MULTIPLY_ADD = simd(0x105);
/** The local with the factor that every multiplication shares, which is so near to 1 that nothing becomes denormal. */
const FACTOR = 15;

/**
 * With relaxed SIMD a multiply-add is one operation: 12 sums, of which each is multiplied and added to. Without it it is two, in two orders of which
 * either is the faster on some processors: 12 sums as before, of which each waits for both operations; or 7 products that are multiplied on, and
 * 7 sums that they are added to. Every product is a new one, as a compiler makes one of twelve that are the same.
 */
const FUSED = {
  multiplyAdds: 12,
  body: Array.from({ length: 12 }, (_, i) => [...get(1 + i), ...get(FACTOR), ...get(13), ...MULTIPLY_ADD, ...set(1 + i)]).flat(),
};
const CHAINED = {
  multiplyAdds: 12,
  body: Array.from({ length: 12 }, (_, i) => [...get(1 + i), ...get(FACTOR), ...MULTIPLY, ...get(13), ...ADD, ...set(1 + i)]).flat(),
};
const SEPARATE = {
  multiplyAdds: 7,
  body: Array.from({ length: 7 }, (_, i) => [
    ...[...get(8 + i), ...get(1 + i), ...get(FACTOR), ...MULTIPLY, ...tee(1 + i), ...ADD, ...set(8 + i)],
  ]).flat(),
};

/** A module whose `run(rounds)` does nothing but multiply and add four floats at a time in registers: no kernel can be faster on one thread. */
function moduleOf(body: readonly number[]): Uint8Array<ArrayBuffer> {
  const fill = (local: number, value: number) => [0x43, ...new Uint8Array(Float32Array.of(value).buffer), ...simd(0x13), ...set(local)];
  const code = [
    ...[1, FACTOR, 0x7b], // local 0 is the rounds; 1 to 15 are vectors
    ...Array.from({ length: FACTOR - 1 }, (_, i) => fill(1 + i, 1 + i)).flat(),
    ...fill(FACTOR, 0.999_999_9),
    ...[0x03, 0x40, ...Array.from({ length: UNROLLED }, () => body).flat(), ...get(0), 0x41, 1, 0x6b, ...tee(0), 0x0d, 0, 0x0b],
    ...[...get(1), ...Array.from({ length: FACTOR - 2 }, (_, i) => [...get(2 + i), ...ADD]).flat(), ...simd(0x1f), 0, 0x0b],
  ];
  const section = (id: number, content: number[]) => [id, ...sized(content)];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7d]), // i32 -> f32
    ...section(3, [1, 0]),
    ...section(7, [1, 3, 0x72, 0x75, 0x6e, 0, 0]), // run
    ...section(10, [1, ...sized(code)]),
  ]);
}

/** GFLOP/s of one thread at best: the fastest of two seconds of short runs, of which the first are not compiled yet. */
function peakOf({ multiplyAdds, body }: typeof FUSED): number {
  const { run } = new WebAssembly.Instance(new WebAssembly.Module(moduleOf(body))).exports as { run: (rounds: number) => number };
  let best = Number.POSITIVE_INFINITY;
  for (const end = performance.now() + 2_000; performance.now() < end; ) {
    const start = performance.now();
    run(ROUNDS);
    best = Math.min(best, performance.now() - start);
  }
  return (ROUNDS * UNROLLED * multiplyAdds * 4 * 2) / best / 1e6;
}

const relaxed = WebAssembly.validate(moduleOf(FUSED.body)) ? peakOf(FUSED) : undefined;
process.stdout.write(`${JSON.stringify({ simd: Math.max(peakOf(SEPARATE), peakOf(CHAINED)), relaxed } satisfies Peak)}\n`);
