import * as tf from '@tensorflow/tfjs-core';
import { paddedConv2d } from './dense-and-convolution.js';
import { first, type LayerRule } from './layer.js';
import type { PlanStep, Source } from './plan.js';

type Pair = [number, number];

/**
 * Lets a convolution pad by itself where a ZeroPadding2D layer feeds it and nothing else: no padded copy is made, kept for the backward
 * pass, and cut again there. The numbers stay the same.
 */
export function foldPadding(steps: readonly PlanStep[], outputs: readonly Source[]): PlanStep[] {
  const uses = new Map<number, number>();
  for (const { step } of [...steps.flatMap(({ inputs }) => inputs), ...outputs]) uses.set(step, (uses.get(step) ?? 0) + 1);

  const folded = [...steps];
  for (const [at, step] of steps.entries()) {
    const from = step.inputs[0]?.step;
    const padding = from === undefined ? undefined : steps[from];
    if (from === undefined || padding?.layer.getClassName() !== 'ZeroPadding2D' || uses.get(from) !== 1) continue;
    if (step.layer.getClassName() !== 'Conv2D' || typeof step.rule !== 'function' || typeof padding.rule !== 'function') continue;
    const [pad, config] = [padding.layer.getConfig(), step.layer.getConfig()];
    if (config.padding !== 'valid') continue;
    const [rows, columns] = pad.padding as [Pair, Pair];
    const together = paddedConv2d(config, [[0, 0], rows, columns, [0, 0]]);
    if (together === undefined) continue;
    folded[from] = { ...padding, rule: onBackend(padding.rule, (inputs) => first(inputs)) };
    folded[at] = { ...step, rule: onBackend(step.rule, together) };
  }
  return folded;
}

/** tfjs-node has no gradient for a convolution with paddings of its own. */
function onBackend(onTensorflow: LayerRule, elsewhere: LayerRule): LayerRule {
  return (inputs, call) => (tf.getBackend() === 'tensorflow' ? onTensorflow : elsewhere)(inputs, call);
}
