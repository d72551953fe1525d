// Everything exported here becomes an export of the WebAssembly module; helpers live in files that are not listed.
export * from './memory';
