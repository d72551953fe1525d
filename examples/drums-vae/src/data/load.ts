import { Rng } from '@genlab/core';
import { loadBarsFile } from './bars-file.js';
import type { Dataset } from './dataset.js';
import { fetchGroove } from './fetch-groove.js';
import { drawBars, type Grammar, studyGrammar, variedGrammar } from './grammar.js';
import { loadGroove } from './groove.js';
import { openGroove } from './groove-files.js';

interface LoadOptions {
  /** Which bars of a grammar are drawn, and which of Groove are kept. */
  readonly seed: number;
  readonly cacheFolder: string;
  readonly print: (line: string) => void;
  readonly signal?: AbortSignal;
}

const VALIDATION = 2_000;

/**
 * The bars that `--data` names: `grammar:varied`, `grammar:study`, `groove`, `groove:<folder or zip>` or a file.
 *
 * @throws UsageError in one sentence
 */
export async function loadData(source: string, { seed, ...fetching }: LoadOptions): Promise<Dataset> {
  if (source === 'grammar:varied') return fromGrammar(variedGrammar, 2_000, seed);
  if (source === 'grammar:study') return fromGrammar(studyGrammar, 800, seed);
  if (source === 'groove') return loadGroove(openGroove(await fetchGroove(fetching)), seed);
  if (source.startsWith('groove:')) return loadGroove(openGroove(source.slice('groove:'.length)), seed);
  return loadBarsFile(source);
}

function fromGrammar(grammar: Grammar, count: number, seed: number): Dataset {
  const rng = new Rng(seed).fork(grammar.name);
  return {
    name: grammar.name,
    genres: grammar.genreNames,
    train: drawBars(grammar, rng.fork('train'), count),
    validation: drawBars(grammar, rng.fork('validation'), VALIDATION),
    grammar,
    attributions: [],
    notes: [],
  };
}
