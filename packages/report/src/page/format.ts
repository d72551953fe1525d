/** A number as a reader wants it: three significant digits or so, zeros at the end kept, thousands grouped, a dash for what is not known. */
export function formatNumber(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 1000) return value.toLocaleString('en', { maximumFractionDigits: 0 });
  if (size !== 0 && size < 0.001) return value.toExponential(1);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A share in percent: one digit after the point below 10 % and above 90 %. */
export function formatShare(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  const digits = value > 0 && value < 1 && (value < 0.1 || value > 0.9) ? 1 : 0;
  return `${(100 * value).toFixed(digits)} %`;
}

/** A time in seconds, minutes or hours. */
export function formatSeconds(seconds: number): string {
  if (seconds < 100) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes < 100 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
