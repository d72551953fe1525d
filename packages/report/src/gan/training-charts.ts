import { type Curve, finitePoints } from '../charts/curve.js';
import { lineChart, type NamedCurve } from '../charts/line-chart.js';
import type { Chart } from '../page/parts.js';
import type { GanCurves } from './gan-report-data.js';

/** Losses, their ratio, gradient norms and logits. */
export async function trainingCharts(curves: GanCurves): Promise<Chart[]> {
  const { generatorLoss, discriminatorLoss, generatorGradientNorm, discriminatorGradientNorm, realLogit, fakeLogit } = curves;
  const both = (generator: Curve | undefined, discriminator: Curve | undefined): NamedCurve[] => [
    ...(generator ? [{ name: 'generator', ...generator }] : []),
    ...(discriminator ? [{ name: 'discriminator', ...discriminator }] : []),
  ];
  const charts: Chart[] = [
    {
      kind: 'chart',
      title: 'Losses.',
      caption: 'Pale: as read; bold: running mean. Neither loss of a GAN measures quality.',
      svg: await lineChart({ yTitle: 'loss', series: both(generatorLoss, discriminatorLoss) }),
    },
  ];
  const share = ratio(discriminatorLoss, generatorLoss);
  if (share.steps.length > 0) {
    charts.push({
      kind: 'chart',
      title: 'Ratio of the losses,',
      caption: 'discriminator to generator. A fall towards 0: the discriminator tells everything apart, and has little left to teach.',
      svg: await lineChart({ yTitle: 'ratio, logarithmic', scale: 'log', series: [{ name: 'ratio', ...share }] }),
    });
  }
  const norms = both(generatorGradientNorm, discriminatorGradientNorm);
  if (norms.length > 0) {
    charts.push({
      kind: 'chart',
      title: 'Gradient norms.',
      caption: 'Over all trainable weights of a network. A generator’s norm near 0: it learns nothing any more.',
      svg: await lineChart({ yTitle: 'norm, logarithmic', scale: 'log', series: norms }),
    });
  }
  if (realLogit && fakeLogit) {
    charts.push({
      kind: 'chart',
      title: 'Mean logits of the discriminator.',
      caption: 'The further apart, the surer it is of what is real.',
      svg: await lineChart({
        yTitle: 'logit',
        series: [
          { name: 'real', ...realLogit },
          { name: 'generated', ...fakeLogit },
        ],
      }),
    });
  }
  return charts;
}

/**
 * The quotient of two curves where both were read and are finite; none where one of them was ever below 0: of such losses it means nothing.
 */
function ratio(a: Curve, b: Curve): { steps: number[]; values: number[] } {
  if ([a, b].some((curve) => finitePoints(curve).some(({ y }) => y < 0))) return { steps: [], values: [] };
  const below = new Map(finitePoints(b).map(({ x, y }) => [x, y]));
  const points = finitePoints(a).flatMap(({ x, y }) => {
    const other = below.get(x);
    return other ? [{ x, y: y / other }] : [];
  });
  return { steps: points.map(({ x }) => x), values: points.map(({ y }) => y) };
}
