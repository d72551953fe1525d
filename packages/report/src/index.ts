/**
 * Charts, image grids and one self-contained page for each training run.
 * @module @genlab/report
 */
export { type Bar, type BarChartOptions, barChart } from './charts/bar-chart.js';
export type { Curve } from './charts/curve.js';
export { type HeatMapOptions, heatMap } from './charts/heat-map.js';
export { type HistogramOptions, histogram } from './charts/histogram.js';
export { type Level, type LineChartOptions, lineChart, type NamedCurve } from './charts/line-chart.js';
export { type ScatterPlotOptions, scatterPlot } from './charts/scatter-plot.js';
export type { Svg } from './charts/svg.js';
export type { Closeness, Copies, FeatureSpace } from './gan/closeness.js';
export { ganReport } from './gan/gan-report.js';
export type { GanCurves, GanEvaluation, GanReportData, NearestImages } from './gan/gan-report-data.js';
export { type ImageGrid, type ImageGridOptions, type Images, imageGrid } from './images/image-grid.js';
export { escapeHtml } from './page/escape-html.js';
export { formatNumber, formatSeconds, formatShare } from './page/format.js';
export type { Chart, DrumBar, Facts, Figures, Part, Picture, Prose, ReportData, Rolls, Section, Table, Verdict } from './page/parts.js';
export { renderReport } from './page/render-report.js';
export { vaeReport } from './vae/vae-report.js';
export type { LatentLevel, Likelihood, RhythmFigure, VaeCurves, VaeReportData } from './vae/vae-report-data.js';
