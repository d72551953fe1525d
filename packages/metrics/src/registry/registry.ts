import { latents } from './latents.js';
import type { MetricInfo } from './metric-info.js';
import { rhythms } from './rhythms.js';
import { samples } from './samples.js';

/**
 * What each figure of this package means, by `function` or `function.part`: direction, range, unit, paper, and what it can't see.
 *
 * Use it to label axes and tables, to tell better from worse (`compareReports` does), and to find what a name stands for.
 *
 * @example
 * ```ts
 * import { registry } from '@genlab/metrics';
 *
 * const { better, unit } = registry['modes.kl'];
 * console.log(better, unit); // lower nats
 * ```
 */
export const registry = { ...samples, ...latents, ...rhythms } as const satisfies Readonly<Record<string, MetricInfo>>;

/** A name of the {@link registry}. */
export type MetricName = keyof typeof registry;

/**
 * What is known of a name such as `posterior.kl`, or of one with a place, `posterior.kl[1]` (of a level, say).
 *
 * @returns Undefined for a name that is not in the {@link registry}.
 *
 * @example
 * ```ts
 * import { metricInfo } from '@genlab/metrics';
 *
 * console.log(metricInfo('posterior.kl[1]')?.unit, metricInfo('fid')); // nats undefined
 * ```
 */
export function metricInfo(name: string): MetricInfo | undefined {
  const plain = name.replace(/\[[^\]]*\]$/, '');
  return Object.hasOwn(registry, plain) ? registry[plain as MetricName] : undefined;
}
