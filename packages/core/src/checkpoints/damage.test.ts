import { beforeAll, describe, expect, it } from 'vitest';
import { useCpu } from '../../test/backends.js';
import { LineModel, linePoints } from '../../test/line-model.js';
import { Rng } from '../rng/rng.js';
import { train } from '../train/train.js';
import { memory } from './memory.js';
import { latestCheckpoint } from './runs.js';
import { sha256 } from './sha256.js';
import type { Store } from './store.js';

beforeAll(useCpu);

const CASES = 2_000;
const [NEWEST, BEFORE] = ['run-1-step-00000030', 'run-1-step-00000020'];
const FILES = ['state.json', 'tensors.safetensors', 'SHA256SUMS'] as const;
type Entry = Record<string, Uint8Array>;

/** Sums that fit again, as of someone who knows the format and writes a wrong file. */
async function resum(entry: Entry): Promise<void> {
  const line = async (name: string) => `${await sha256(entry[name] as Uint8Array)}  ${name}\n`;
  entry.SHA256SUMS = new TextEncoder().encode((await line('state.json')) + (await line('tensors.safetensors')));
}

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const bytes = (content: string) => new TextEncoder().encode(content);

/** Replaces a part of a text; the text has it, or the case would prove nothing. */
function replaced(content: string, from: string | RegExp, to: string): string {
  const result = content.replace(from, to);
  expect(result).not.toBe(content);
  return result;
}

/** Ways to spoil the newest entry; each returns the file that is to be named. */
const damages: Record<string, (entry: Entry, rng: Rng, other: Entry) => string | Promise<string>> = {
  'a bit is flipped': (entry, rng) => {
    const name = FILES[rng.integer(3)] as string;
    const file = entry[name] as Uint8Array;
    const at = rng.integer(file.length);
    file[at] = (file[at] as number) ^ (1 << rng.integer(8));
    return name === 'SHA256SUMS' ? '' : name; // a flipped sum speaks against the file it is of
  },
  'a file is cut off': (entry, rng) => {
    const name = FILES[rng.integer(3)] as string;
    entry[name] = (entry[name] as Uint8Array).slice(0, rng.integer((entry[name] as Uint8Array).length));
    return name;
  },
  'a file goes on': (entry, rng) => {
    const name = FILES[rng.integer(3)] as string;
    entry[name] = Uint8Array.from([...(entry[name] as Uint8Array), rng.integer(256)]);
    return name;
  },
  'a file is empty': (entry, rng) => {
    const name = FILES[rng.integer(3)] as string;
    entry[name] = new Uint8Array();
    return name;
  },
  'a file is missing': (entry, rng) => {
    const name = FILES[rng.integer(3)] as string;
    delete entry[name];
    return name;
  },
  'a block is overwritten with zeros': (entry, rng) => {
    const name = FILES[rng.integer(2)] as string;
    const file = entry[name] as Uint8Array;
    const begin = rng.integer(file.length);
    const length = 1 + rng.integer(64);
    if (file.subarray(begin, begin + length).every((byte) => byte === 0)) file[begin] = 1;
    else file.fill(0, begin, begin + length);
    return name;
  },
  'two files are swapped': (entry, rng) => {
    const [a, b] = [FILES[rng.integer(2)] as string, 'SHA256SUMS'];
    [entry[a], entry[b]] = [entry[b] as Uint8Array, entry[a] as Uint8Array];
    return b;
  },
  'a file is that of another checkpoint': (entry, rng, other) => {
    const name = FILES[rng.integer(3)] as string;
    entry[name] = other[name] as Uint8Array;
    return name === 'SHA256SUMS' ? 'state.json' : name;
  },
  'the whole entry is another': (entry, _, other) => {
    Object.assign(entry, other);
    return 'state.json';
  },
  'the version is another': async (entry, rng) => {
    entry['state.json'] = bytes(replaced(text(entry['state.json']), '"version":1', `"version":${2 + rng.integer(100)}`));
    await resum(entry);
    return 'state.json';
  },
  'a member of the state is another': async (entry, rng) => {
    const member = ['format', 'entry', 'config', 'progress', 'model', 'data', 'training'][rng.integer(7)];
    entry['state.json'] = bytes(replaced(text(entry['state.json']), `"${member}":`, `"${member}x":`));
    await resum(entry);
    return 'state.json';
  },
  'the state is no JSON': async (entry, rng) => {
    const state = entry['state.json'] as Uint8Array;
    entry['state.json'] = state.slice(0, 1 + rng.integer(state.length - 1));
    await resum(entry);
    return 'state.json';
  },
  'an offset in the header is another': async (entry, rng) => {
    const file = entry['tensors.safetensors'] as Uint8Array;
    const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
    const header = text(file.subarray(8, 8 + length));
    const offsets = [...header.matchAll(/"data_offsets":\[(\d+),(\d+)\]/g)].filter(([, from, to]) => from !== to);
    const [found, from, to] = offsets[rng.integer(offsets.length)] as unknown as [string, string, string];
    const moved = [`[${Number(from) + 1},${to}]`, `[${from},${Number(to) + 4}]`, `[${Number(from) + 4},${Number(to) + 4}]`][rng.integer(3)];
    const changed = bytes(header.replace(found, `"data_offsets":${moved}`).trimEnd().padEnd(length));
    entry['tensors.safetensors'] = Uint8Array.from([...lengthBytes(changed.length), ...changed, ...file.subarray(8 + length)]);
    await resum(entry);
    return 'tensors.safetensors';
  },
  'the length of the header is another': async (entry, rng) => {
    const file = entry['tensors.safetensors'] as Uint8Array;
    const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
    // Not to where the header's JSON ends in spaces: that would be a header, too.
    const end = text(file.subarray(8, 8 + length)).trimEnd().length;
    const others = [rng.integer(end), 2 ** 31, file.length, 0];
    file.set(lengthBytes(others[rng.integer(4)] as number), 0);
    await resum(entry);
    return 'tensors.safetensors';
  },
};

function lengthBytes(length: number): Uint8Array {
  const bytes8 = new Uint8Array(8);
  new DataView(bytes8.buffer).setBigUint64(0, BigInt(length), true);
  return bytes8;
}

describe('a damaged checkpoint', () => {
  let store: Store;
  beforeAll(async () => {
    store = memory();
    const model = new LineModel();
    await train(model, linePoints(), { steps: 30, batchSize: 4, store, checkpoint: { everySteps: 10 } });
    model.dispose();
  });

  it(`is refused with a sentence that names the file, or found whole, and the one before it is used: ${CASES} cases`, async () => {
    const entries = Object.fromEntries(await Promise.all((await store.list()).map(async (name) => [name, await store.read(name)])));
    const whole = await latestCheckpoint(store);
    const [refused, foundWhole] = [{} as Record<string, number>, {} as Record<string, number>];
    for (let seed = 0; seed < CASES; seed++) {
      const rng = new Rng(seed);
      const name = Object.keys(damages)[seed % Object.keys(damages).length] as string;
      const spoilt = structuredClone(entries) as unknown as Record<string, Entry>;
      const file = await damages[name]?.(
        spoilt[NEWEST as string] as Entry,
        rng,
        (entries as Record<string, Entry>)[BEFORE as string] as Entry,
      );
      const found = await latestCheckpoint(holding(spoilt));
      if (found.damaged.length === 0) {
        expect([name, found]).toEqual([name, whole]);
        foundWhole[name] = (foundWhole[name] ?? 0) + 1;
        continue;
      }
      expect(found.damaged[0], `seed ${seed}: ${name}`).toMatch(
        new RegExp(`^${NEWEST}/${file}.*: (safetensors: )?expected .+, got [^]+\\.`),
      );
      expect([name, found.checkpoint?.entry, found.damaged.length]).toEqual([name, BEFORE, 1]);
      refused[name] = (refused[name] ?? 0) + 1;
    }
    expect(foundWhole).toEqual({});
    expect(Object.keys(refused).sort()).toEqual(Object.keys(damages).sort());
  });

  it('is said to be the only thing left where no other is whole', async () => {
    const entries = structuredClone(
      Object.fromEntries(await Promise.all((await store.list()).map(async (name) => [name, await store.read(name)]))),
    );
    for (const entry of Object.values(entries)) delete (entry as Entry).SHA256SUMS;
    await expect(latestCheckpoint(holding(entries as Record<string, Entry>))).rejects.toThrow(
      /^memory: expected a checkpoint that is whole, got 3 damaged: run-1-step-00000030\/SHA256SUMS: expected the file to be there, got none\./,
    );
  });
});

/** A store that holds these entries. */
function holding(entries: Record<string, Entry>): Store {
  return { ...memory(), list: async () => Object.keys(entries), read: async (name) => entries[name] };
}
