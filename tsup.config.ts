import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsup';

// One build for every package: each entry of "exports" in the package's own package.json has its source in src/.
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { exports?: Record<string, unknown>; bin?: Record<string, string> };
const names = Object.keys(manifest.exports ?? {}).filter((name) => name !== './package.json');
const entries = names.map((name) => `src/${name === '.' ? 'index' : name.slice(2)}.ts`);
const commands = Object.values(manifest.bin ?? {}).map((file) => file.replace(/^\.?\/?dist\//, 'src/').replace(/\.js$/, '.ts'));

export default defineConfig({
  entry: [...entries, ...commands],
  format: 'esm',
  target: 'es2022',
  sourcemap: true,
  clean: true,
  // tsup sets baseUrl, which TypeScript 6 calls deprecated.
  dts: entries.length > 0 && { entry: entries, compilerOptions: { ignoreDeprecations: '6.0' } },
});
