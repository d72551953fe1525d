import { Rng } from '@genlab/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { gaussian, HierarchicalDecoder, HierarchicalEncoder, HierarchicalVAE } from '../src/index.js';

const VALUES = 3;
const WIDTH = 2;
const VARIANCE = 0.3;

/** A constant and a weight for each of some independent standard normal numbers: a normal number whose relation to others is known. */
interface Affine {
  readonly constant: number;
  readonly weights: readonly number[];
}

const sum = (...terms: readonly Affine[]): Affine => ({
  constant: terms.reduce((total, { constant }) => total + constant, 0),
  weights: (terms[0] as Affine).weights.map((_, i) => terms.reduce((total, { weights }) => total + (weights[i] as number), 0)),
});
const scaled = ({ constant, weights }: Affine, by: number): Affine => ({
  constant: constant * by,
  weights: weights.map((weight) => weight * by),
});
const covariance = (a: Affine, b: Affine) => a.weights.reduce((total, weight, i) => total + weight * (b.weights[i] as number), 0);

/** Gaussian elimination with pivots; also the logarithm of the determinant. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): { solution: number[]; logDeterminant: number } {
  const rows = matrix.map((row, i) => [...row, right[i] as number]);
  let logDeterminant = 0;
  for (let i = 0; i < rows.length; i++) {
    const pivot = rows.reduce((best, row, j) => (j >= i && Math.abs(row[i] as number) > Math.abs(rows[best]?.[i] as number) ? j : best), i);
    [rows[i], rows[pivot]] = [rows[pivot] as number[], rows[i] as number[]];
    const head = rows[i] as number[];
    logDeterminant += Math.log(Math.abs(head[i] as number));
    for (const [j, row] of rows.entries()) {
      if (j === i) continue;
      const factor = (row[i] as number) / (head[i] as number);
      for (const [k, value] of head.entries()) row[k] = (row[k] as number) - factor * value;
    }
  }
  return { solution: rows.map((row, i) => (row.at(-1) as number) / (row[i] as number)), logDeterminant };
}

/** A linear-Gaussian model with one dimension a level, random weights in the decoder, and the exact posterior in the encoder. */
export function linearGaussian(levels: number, seed: number) {
  const shape = { dataShape: [VALUES], latentDims: Array<number>(levels).fill(1), hidden: [] };
  const encoder = new HierarchicalEncoder({
    ...shape,
    body: tfl.sequential({ layers: [tfl.layers.activation({ activation: 'linear', inputShape: [VALUES] })] }),
  });
  const body = tfl.sequential({ layers: [tfl.layers.dense({ units: VALUES, inputShape: [WIDTH], name: 'values' })], name: 'body' });
  const decoder = new HierarchicalDecoder({ ...shape, width: WIDTH, body });
  const vae = new HierarchicalVAE({ encoder, decoder, likelihood: gaussian({ variance: VARIANCE }), averaging: 0 });
  const variables = vae.state().tensors as Readonly<Record<string, tf.Variable>>;
  const rng = new Rng(seed);
  const kernelOf = (name: string) => variables[`${name}/kernel`]?.arraySync() as number[][];
  const biasOf = (name: string) => variables[`${name}/bias`]?.arraySync() as number[];
  for (const [name, variable] of Object.entries(variables)) {
    if (!name.startsWith('decoder/')) continue;
    tf.tidy(() => variable.assign(name.endsWith('logVar/kernel') ? tf.zerosLike(variable) : rng.normal(variable.shape, { stddev: 0.6 })));
  }

  // The generative side, in float64: every latent and every value as a function of independent standard normal numbers.
  const independent = levels + VALUES;
  const constant = (value: number): Affine => ({ constant: value, weights: Array<number>(independent).fill(0) });
  const own = (i: number, scale: number): Affine => ({
    constant: 0,
    weights: Array.from({ length: independent }, (_, j) => (i === j ? scale : 0)),
  });
  const dense = (name: string, inputs: readonly Affine[]): Affine[] => {
    const kernel = kernelOf(name);
    return biasOf(name).map((offset, out) => sum(constant(offset), ...inputs.map((input, i) => scaled(input, kernel[i]?.[out] as number))));
  };
  const latents: Affine[] = [];
  const priors: { mean: Affine; logVar: number }[] = [];
  let path = Array.from({ length: WIDTH }, () => constant(0));
  for (let level = 0; level < levels; level++) {
    let prior = { mean: constant(0), logVar: 0 };
    if (level > 0) {
      const [mean] = dense(`decoder/prior${level}/mean`, path) as [Affine];
      prior = { mean, logVar: biasOf(`decoder/prior${level}/logVar`)[0] as number };
      const features = dense(`decoder/prior${level}/features`, path);
      path = path.map((value, i) => sum(value, features[i] as Affine));
    }
    priors.push(prior);
    const z = sum(prior.mean, own(level, Math.exp(prior.logVar / 2)));
    latents.push(z);
    const step = dense(`decoder/project${level}/path`, [z]);
    path = path.map((value, i) => sum(value, step[i] as Affine));
  }
  const means = dense('decoder/body/values', path);
  const values = means.map((mean, i) => sum(mean, own(levels + i, Math.sqrt(VARIANCE))));

  /** Mean (a constant, and a weight for each of what is known) and variance of one number given others. */
  const given = (target: Affine, known: readonly Affine[]) => {
    const matrix = known.map((a) => known.map((b) => covariance(a, b)));
    const { solution } = solve(
      matrix,
      known.map((a) => covariance(a, target)),
    );
    const explained = solution.reduce((total, weight, i) => total + weight * covariance(known[i] as Affine, target), 0);
    const offset = target.constant - solution.reduce((total, weight, i) => total + weight * (known[i]?.constant as number), 0);
    return { weights: solution, offset, variance: covariance(target, target) - explained };
  };
  for (let level = 0; level < levels; level++) {
    const above = latents.slice(0, level);
    const exact = given(latents[level] as Affine, [...values, ...above]);
    const prior = priors[level] as { mean: Affine; logVar: number };
    const fromAbove = level === 0 ? { weights: [], offset: 0 } : given(prior.mean, above);
    const change = exact.weights.map((weight, i) => weight - (fromAbove.weights[i - VALUES] ?? 0));
    const set = (name: string, numbers: number[], dims: number[]) =>
      tf.tidy(() => variables[`encoder/posterior${level}/${name}`]?.assign(tf.tensor(numbers, dims)));
    set('mean/kernel', change, [VALUES + level, 1]);
    set('mean/bias', [exact.offset - fromAbove.offset], [1]);
    set('logVar/kernel', Array<number>(VALUES + level).fill(0), [VALUES + level, 1]);
    set('logVar/bias', [Math.log(exact.variance) - prior.logVar], [1]);
  }

  /** log p(x), in float64. */
  const logDensity = (x: readonly number[]) => {
    const matrix = values.map((a) => values.map((b) => covariance(a, b)));
    const off = x.map((value, i) => value - (values[i]?.constant as number));
    const { solution, logDeterminant } = solve(matrix, off);
    const distance = off.reduce((total, value, i) => total + value * (solution[i] as number), 0);
    return -0.5 * (VALUES * Math.log(2 * Math.PI) + logDeterminant + distance);
  };
  /** Mean and variance of the exact posterior of the top level. */
  const topPosterior = (x: readonly number[]) => {
    const { weights, offset, variance } = given(latents[0] as Affine, values);
    return { mean: x.reduce((total, value, i) => total + value * (weights[i] as number), offset), variance };
  };
  const dispose = () => {
    vae.dispose();
    encoder.dispose();
    decoder.dispose();
    for (const network of [encoder, decoder]) network.networks[`${network === encoder ? 'encoder' : 'decoder'}/body`]?.dispose();
  };
  return { vae, variables, logDensity, topPosterior, dispose };
}
