import type { WasmExports } from './exports.generated.js';

/** The two builds of the kernels: with plain SIMD, and with relaxed SIMD (fused multiply-add). */
export type WasmBuild = 'simd' | 'relaxed';

// (module (func (result v128) i32.const 0 i8x16.splat))
const SIMD_PROBE = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11];
// The same with f32x4.relaxed_madd of three splats.
const RELAXED_PROBE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253,
  133, 2, 11,
];

/** The best build that this engine runs, or `undefined` where it has no SIMD. */
export function bestBuild(): WasmBuild | undefined {
  if (typeof WebAssembly !== 'object') return undefined;
  if (WebAssembly.validate(new Uint8Array(RELAXED_PROBE))) return 'relaxed';
  return WebAssembly.validate(new Uint8Array(SIMD_PROBE)) ? 'simd' : undefined;
}

/** Compiles a build over the given memory. */
export async function loadWasm(build: WasmBuild, memory: WebAssembly.Memory): Promise<WasmExports> {
  const { base64 } = build === 'relaxed' ? await import('./relaxed.generated.js') : await import('./simd.generated.js');
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  return instance.exports as unknown as WasmExports;
}
