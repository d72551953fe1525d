import { escapeHtml } from './escape-html.js';

/** Text of a page, escaped: a percent sign stays on the line of its number. */
export function typeset(text: unknown): string {
  return escapeHtml(text).replace(/(?<=\d) (?=%)/g, '\u00A0');
}
