import { existsSync, renameSync } from 'node:fs';
import { format, parse } from 'node:path';

/** Gives a file that is there already another name, `log.jsonl` becoming `log.earlier-1.jsonl`. */
export function setAside(path: string): void {
  if (!existsSync(path)) return;
  const { dir, name, ext } = parse(path);
  let [count, free] = [0, path];
  while (existsSync(free)) free = format({ dir, name: `${name}.earlier-${++count}`, ext });
  renameSync(path, free);
}
