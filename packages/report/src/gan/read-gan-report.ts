import { config } from '@genlab/core';
import type { Images } from '../images/image-grid.js';
import { curve, size, texts } from '../readers.js';
import type { Copies, FeatureSpace } from './closeness.js';
import type { GanCurves, GanEvaluation, GanReportData, NearestImages } from './gan-report-data.js';

const { list, number, object, oneOf, optional, record, text } = config;

const evaluation = (value: unknown, path: string): GanEvaluation => {
  const one = object<GanEvaluation>(value, path); // with whatever else its maker keeps of it
  number(one.step, `${path}.step`);
  object(one.modes, `${path}.modes`);
  return one;
};

/** Reads the data of a report as far as its names, texts and curves go; figures are what the metrics returned. */
export const readGanReport = record<GanReportData>({
  title: text,
  subtitle: optional(text),
  classes: texts,
  curves: record<GanCurves>({
    generatorLoss: curve,
    discriminatorLoss: curve,
    generatorGradientNorm: optional(curve),
    discriminatorGradientNorm: optional(curve),
    realLogit: optional(curve),
    fakeLogit: optional(curve),
  }),
  evaluations: list(evaluation),
  real: optional(record({ frechet: optional(number), confidentShare: optional(number), classifierAccuracy: optional(number) })),
  samples: list(record({ step: number, images: object<Images> })),
  look: optional(oneOf('ink', 'photo')),
  byClass: optional(object<Images>),
  interpolation: optional(object<NonNullable<GanReportData['interpolation']>>),
  nearest: optional(object<NearestImages>),
  spaces: optional(list(object<FeatureSpace>)),
  copies: optional(object<Copies>),
  closest: optional(object<NearestImages>),
  seconds: optional(number),
  run: object<GanReportData['run']>,
  refreshSeconds: optional(size),
  notes: optional(texts),
});
