/**
 * A number as a reader of a page wants it: three significant digits or so, zeros at the end kept, whole numbers in full, thousands grouped.
 *
 * @param value Any number; `undefined` and NaN, what is not known, are a dash.
 *
 * @example
 * ```ts
 * import { formatNumber } from '@genlab/report';
 *
 * console.log(formatNumber(2600), formatNumber(0.12345), formatNumber(-1.5), formatNumber(undefined)); // 2,600 0.123 −1.50 –
 * ```
 */
export function formatNumber(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  return withMinus(digitsOf(value));
}

function digitsOf(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 1000) return value.toLocaleString('en', { maximumFractionDigits: 0 });
  if (size < 0.001) return value.toExponential(1);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A minus as long as a plus, as the axes of the charts have it. */
function withMinus(digits: string): string {
  return digits.replaceAll('-', '−');
}

/** A setting, every digit of it: 0.0001, not 1.0e−4. */
export function formatExactly(value: number): string {
  return Number.isFinite(value) ? withMinus(value.toLocaleString('en', { maximumSignificantDigits: 15 })) : formatNumber(value);
}

/**
 * A share in percent: one digit after the point below 10 % and above 90 %, none between. The space before the sign does not break.
 *
 * @param value In [0, 1]; `undefined` and NaN, what is not known, are a dash.
 *
 * @example
 * ```ts
 * import { formatShare } from '@genlab/report';
 *
 * console.log(formatShare(0.934), formatShare(0.5), formatShare(undefined)); // 93.4 % 50 % –
 * ```
 */
export function formatShare(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  const digits = value > 0 && value < 1 && (value < 0.1 || value > 0.9) ? 1 : 0;
  return `${(100 * value).toFixed(digits)}\u00A0%`;
}

/**
 * A time in seconds, minutes or hours.
 *
 * @param seconds 0 or more.
 *
 * @example
 * ```ts
 * import { formatSeconds } from '@genlab/report';
 *
 * console.log(formatSeconds(3.21), formatSeconds(437), formatSeconds(7300)); // 3.2 s 7 min 17 s 2 h 1 min
 * ```
 */
export function formatSeconds(seconds: number): string {
  if (seconds < 100) return `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes < 100 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
