import { describe, expect, it } from 'vitest';
import { wilson } from '../wilson.js';
import { neighbourRate } from './neighbour-rate.js';

describe('neighbourRate', () => {
  it('is the share of hits, as sure as rows are that have no twin', () => {
    expect(neighbourRate(3, [1, 2, 3, 0])).toEqual({ value: 0.75, interval: wilson(3, 4) });
  });
  it("counts two that are each other's nearest once", () => {
    expect(neighbourRate(4, [1, 0, 3, 2])).toEqual({ value: 1, interval: wilson(2, 2) });
  });
});
