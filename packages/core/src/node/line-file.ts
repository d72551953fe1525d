import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file of lines that is appended to, and now and then replaced as a whole. */
export class LineFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Puts these lines in place of all that was there, or, if that goes wrong, leaves it as it was. */
  replace(lines: readonly string[]): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    const draft = `${this.#path}.${process.pid}.tmp`;
    writeFileSync(draft, lines.map((line) => `${line}\n`).join(''));
    renameSync(draft, this.#path);
  }

  /** Adds a line. */
  append(line: string): void {
    appendFileSync(this.#path, `${line}\n`);
  }
}
