import { config } from '@genlab/core';
import { readRolls } from '../page/read-report.js';
import { curve, texts } from '../readers.js';
import type { LatentLevel, Likelihood, VaeCurves, VaeReportData } from './vae-report-data.js';

const { list, numbers, object, optional, record, text } = config;

/** Reads the data of a report as far as its names, texts and curves go; figures are what the metrics returned. */
export const readVaeReport = record<VaeReportData>({
  title: text,
  subtitle: optional(text),
  figures: list(record({ name: text, value: text, note: optional(text) })),
  notes: optional(texts),
  levels: list(object<LatentLevel>),
  labels: list(record({ name: text, classes: texts, values: numbers })),
  curves: record<VaeCurves>({ loss: curve, validation: optional(curve), kl: list(curve), klWeight: optional(list(curve)) }),
  likelihoods: list(object<Likelihood>),
  rolls: list(readRolls),
  rhythm: list(record({ name: text, generated: text, real: text, note: optional(text) })),
  baselines: optional(list(record({ name: text, value: text, note: text }))),
  run: object<VaeReportData['run']>,
});
