import { describe, expect, it } from 'vitest';
import { adviceFor, judge, type LevelEvidence, type LevelVerdict } from './verdict.js';

const healthy: LevelEvidence = { kl: 1.6, activeUnits: 3, deltaNll: 5, reachesDecoder: true, structureLeft: false };

describe('the verdict on a level', () => {
  it.each<[LevelVerdict, string, Partial<LevelEvidence>]>([
    ['active', 'it speaks and is heard', {}],
    ['active', 'also while there is more to learn', { structureLeft: true }],
    ['ignored', 'it leads nowhere', { kl: 0, activeUnits: 0, deltaNll: 0, reachesDecoder: false, structureLeft: true }],
    ['ignored', 'it speaks, but nobody listens', { deltaNll: 0.01 }],
    ['ignored', 'it leads nowhere and speaks all the same', { deltaNll: 0, reachesDecoder: false }],
    ['collapsed', 'it is silent, and something is left to learn', { kl: 0.001, activeUnits: 0, deltaNll: 0, structureLeft: true }],
    ['collapsed', 'it only moves with its prior', { activeUnits: 0, structureLeft: true }],
    ['nothingToLearn', 'it is silent, and nothing is left', { kl: 0.001, activeUnits: 0, deltaNll: 0 }],
  ])('is %s where %s', (verdict, _, evidence) => {
    const all = { ...healthy, ...evidence };
    expect(judge(all)).toBe(verdict);
    expect(adviceFor(verdict, all)).toMatch(/\.$/);
  });
});
