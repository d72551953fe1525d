const REPLACEMENTS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * Makes any text safe as the content of an element, or as the value of a quoted attribute.
 *
 * @example
 * ```ts
 * import { escapeHtml } from '@genlab/report';
 *
 * console.log(escapeHtml('a < b & "c"')); // a &lt; b &amp; &quot;c&quot;
 * ```
 */
export function escapeHtml(text: unknown): string {
  return String(text).replace(/[&<>"']/g, (character) => REPLACEMENTS[character] as string);
}
