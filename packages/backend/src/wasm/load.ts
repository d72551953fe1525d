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

/** The builds that this engine runs, best first. None where it has no SIMD. */
export function availableBuilds(): WasmBuild[] {
  if (typeof WebAssembly !== 'object') return [];
  const builds: WasmBuild[] = [];
  if (WebAssembly.validate(new Uint8Array(RELAXED_PROBE))) builds.push('relaxed');
  if (WebAssembly.validate(new Uint8Array(SIMD_PROBE))) builds.push('simd');
  return builds;
}

/** The bytes of base64 text: by Node's own decoder where there is one, which takes a hundredth of the time. */
function decoded(base64: string): Uint8Array<ArrayBuffer> {
  const { Buffer } = globalThis as { Buffer?: { from(text: string, encoding: 'base64'): Uint8Array<ArrayBuffer> } };
  if (Buffer) return Buffer.from(base64, 'base64');
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

const compiled = new Map<string, Promise<WebAssembly.Module>>();

async function compile(build: WasmBuild, shared: boolean): Promise<WebAssembly.Module> {
  const { base64, sharedFlag } = build === 'relaxed' ? await import('./relaxed.generated.js') : await import('./simd.generated.js');
  const bytes = decoded(base64);
  if (!shared) bytes[sharedFlag] = 1; // a memory with a maximum, as before, but not shared
  return WebAssembly.compile(bytes);
}

/** Compiles a build the first time, for a memory that is shared or is not. */
export function loadModule(build: WasmBuild, shared: boolean): Promise<WebAssembly.Module> {
  const key = `${build} ${shared}`;
  const pending = compiled.get(key) ?? compile(build, shared);
  compiled.set(key, pending);
  return pending;
}

/** Instantiates a module of ours over the given memory. */
export async function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<WasmExports> {
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  return instance.exports as unknown as WasmExports;
}
