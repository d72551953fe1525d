/**
 * The first key that an object in a JSON text has twice; `JSON.parse` would keep the last of them in silence.
 * @param text Well-formed JSON.
 */
export function duplicateKey(text: string): string | undefined {
  const open: Set<string>[] = [];
  // Strings, each with the colon after it if it is a key, and the braces between them.
  for (const [token, string, colon] of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (colon !== undefined) {
      const key = JSON.parse(string as string) as string;
      if (open.at(-1)?.has(key)) return key;
      open.at(-1)?.add(key);
    }
  }
  return undefined;
}
