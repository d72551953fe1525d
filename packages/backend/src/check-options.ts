/** How many letters have to be replaced, added or left out to make one word of another. */
function lettersApart(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const costs = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      costs.push(Math.min(replaced, 1 + (above[column] ?? 0), 1 + (costs[column - 1] ?? 0)));
    }
    above = costs;
  }
  return above[to.length] ?? 0;
}

/** The end of a message: the one of some words that another was meant to be, if one is as near as two letters. */
export function suggestion(word: string, words: readonly string[]): string {
  const [nearest] = words
    .map((candidate) => ({ candidate, apart: lettersApart(word.toLowerCase(), candidate) }))
    .filter(({ apart }) => apart <= 2)
    .sort((a, b) => a.apart - b.apart);
  return nearest ? ` Did you mean ${nearest.candidate}?` : '';
}

/**
 * Refuses what JavaScript lets pass for options: no object, and names that there are not, which would count for nothing.
 *
 * @throws TypeError
 */
export function checkOptions(where: string, options: unknown, names: readonly string[]): void {
  const what = `${where}: expected options among ${names.join(', ')}`;
  if (typeof options !== 'object' || options === null) throw new TypeError(`${what}, got ${String(options)}.`);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new TypeError(`${what}, got ${unknown}.${suggestion(unknown, names)}`);
}
