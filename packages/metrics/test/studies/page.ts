import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Whether the studies run whole and write what they find into the pages (`npm run studies`), or check the pages by a part of it
 * (`npm test`).
 */
export const WHOLE = process.env.GENLAB_STUDIES !== undefined;

/** A page of the documentation, by its path under `docs`. */
export function page(path: string): string {
  return fileURLToPath(new URL(`../../../../docs/${path}`, import.meta.url));
}

const ends = (name: string) => [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`] as const;

/** The table between the marks of this name, as rows of cells with the head first. */
export function tableIn(file: string, name: string): string[][] {
  const text = readFileSync(file, 'utf8');
  const [begin, end] = ends(name);
  if (!text.includes(begin) || !text.includes(end)) throw new Error(`${file}: expected ${begin} and ${end}, found them not.`);
  return text
    .slice(text.indexOf(begin), text.indexOf(end))
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s:-]+$/.test(line))
    .map((line) => line.split('|').slice(1, -1).map((part) => part.trim())); // biome-ignore format: one line, one thought
}

/** Puts a table between the marks of this name. */
export function writeTable(file: string, name: string, rows: readonly (readonly string[])[]): void {
  const text = readFileSync(file, 'utf8');
  const [begin, end] = ends(name);
  const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)));
  const [head, ...body] = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const table = [head, rule, ...body].join('\n');
  writeFileSync(file, `${text.slice(0, text.indexOf(begin) + begin.length)}\n\n${table}\n\n${text.slice(text.indexOf(end))}`);
}
