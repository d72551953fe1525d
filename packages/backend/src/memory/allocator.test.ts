import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Allocator, type Block } from './allocator.js';

const fixed = (bytes: number) =>
  new Allocator(0, bytes, () => {
    throw new Error('full');
  });

test('a block starts at a multiple of 64 and holds what was asked for', () => {
  const allocator = fixed(2 ** 20);
  for (const bytes of [0, 1, 63, 64, 65, 1000, 4097, 100_000]) {
    const block = allocator.allocate(bytes);
    expect(block.offset % 64).toBe(0);
    expect(block.size).toBeGreaterThanOrEqual(Math.max(bytes, 64));
    expect(block.size).toBeLessThanOrEqual(Math.max(bytes * 1.125 + 64, 64));
  }
});

test('a start that is no multiple of 64 is rounded up', () => {
  const allocator = new Allocator(1028, 4096, () => 0);
  expect(allocator.allocate(64).offset).toBe(1088);
});

test('freed neighbours become one block again, in any order', () => {
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [0, 2, 1],
    [1, 0, 2],
  ]) {
    const allocator = fixed(3 * 1024);
    const blocks = [allocator.allocate(1024), allocator.allocate(1024), allocator.allocate(1024)];
    expect(() => allocator.allocate(64)).toThrow('full');
    for (const index of order) allocator.release(blocks[index] as Block);
    expect(allocator.live).toBe(0);
    expect(allocator.allocate(3 * 1024).offset).toBe(0);
  }
});

test('memory grows by what the free end lacks', () => {
  const asked: number[] = [];
  let end = 1024;
  const allocator = new Allocator(0, end, (bytes) => {
    asked.push(bytes);
    end += bytes;
    return end;
  });
  allocator.allocate(512);
  allocator.allocate(1024);
  expect(asked).toEqual([512]);
  allocator.allocate(128);
  expect(asked).toEqual([512, 128]);
});

test('a block given back twice is an error', () => {
  const allocator = fixed(4096);
  const block = allocator.allocate(64);
  allocator.release(block);
  expect(() => allocator.release(block)).toThrowErrorMatchingInlineSnapshot(
    `[Error: Allocator: expected a block in use, got the free one at 0.]`,
  );
});

test('the peak is the most that was in use at once', () => {
  const allocator = fixed(8192);
  const block = allocator.allocate(1024);
  allocator.release(block);
  allocator.allocate(64);
  expect({ live: allocator.live, peak: allocator.peak }).toEqual({ live: 64, peak: 1024 });
});

test('random requests never overlap, and all memory comes back', () => {
  const operation = fc.oneof(fc.record({ bytes: fc.integer({ min: 0, max: 50_000 }) }), fc.record({ release: fc.nat() }));
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
      let end = 4096;
      const allocator = new Allocator(0, end, (bytes) => {
        end += Math.ceil(bytes / 4096) * 4096;
        return end;
      });
      const held: Block[] = [];
      for (const step of operations) {
        if ('bytes' in step) held.push(allocator.allocate(step.bytes));
        else if (held.length > 0) allocator.release(held.splice(step.release % held.length, 1)[0] as Block);
        const sorted = [...held].sort((a, b) => a.offset - b.offset);
        for (const [i, block] of sorted.entries()) {
          expect(block.offset + block.size).toBeLessThanOrEqual(sorted[i + 1]?.offset ?? end);
        }
        expect(allocator.live).toBe(held.reduce((sum, { size }) => sum + size, 0));
      }
      for (const block of held) allocator.release(block);
      expect(allocator.live).toBe(0);
      const sameEnd = end;
      expect(allocator.allocate(roundedDown(end)).offset).toBe(0);
      expect(end).toBe(sameEnd);
    }),
    { numRuns: 100 },
  );
});

/** The largest class size that fits: the whole memory is one free block, but a request is rounded up to its class. */
function roundedDown(bytes: number): number {
  const granules = bytes / 64;
  const step = 2 ** (Math.floor(Math.log2(granules)) - 3);
  return Math.floor(granules / step) * step * 64;
}
