import { describe, type Json, variablesOf } from '@genlab/core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { Body, DataShape } from './body.js';
import { conv1dBody, conv2dBody } from './convolution-body.js';
import { denseBody } from './dense-body.js';

/** The body that suits the rank of the data. */
export function defaultBody(dataShape: DataShape): Body {
  if (dataShape.length === 2) return conv1dBody();
  return dataShape.length === 3 ? conv2dBody() : denseBody();
}

/** A body as an option takes it: a recipe, or a network of one's own, which stays its maker's to dispose of. */
export type BodyOption = Body | tfl.LayersModel;

/** What a checkpoint says of a body: of a network of one's own, its variables and their shapes. */
export function configOf(body: BodyOption): Json {
  if (!(body instanceof tfl.LayersModel)) return body.config;
  const { trainable, fixed } = variablesOf(body);
  return { variables: describe(Object.fromEntries(Object.entries({ ...trainable, ...fixed }).map(([name, { shape }]) => [name, shape]))) };
}
