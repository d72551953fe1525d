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
  /** Bars of a grammar to validate with; 2,000. */
  readonly validation?: number;
}

/**
 * The bars that `--data` names: `grammar:varied`, `grammar:study`, `groove`, `groove:<folder or zip>` or a file.
 *
 * @throws UsageError in one sentence
 */
export async function loadData(source: string, { seed, validation = 2_000, ...fetching }: LoadOptions): Promise<Dataset> {
  if (source === 'grammar:varied') return fromGrammar(variedGrammar, { train: 2_000, validation, seed });
  if (source === 'grammar:study') return fromGrammar(studyGrammar, { train: 800, validation, seed });
  if (source === 'groove') return loadGroove(openGroove(await fetchGroove(fetching)), seed);
  if (source.startsWith('groove:')) return loadGroove(openGroove(source.slice('groove:'.length)), seed);
  return loadBarsFile(source);
}

function fromGrammar(grammar: Grammar, { train, validation, seed }: { train: number; validation: number; seed: number }): Dataset {
  const rng = new Rng(seed).fork(grammar.name);
  return {
    name: grammar.name,
    genres: grammar.genreNames,
    train: drawBars(grammar, rng.fork('train'), train),
    validation: drawBars(grammar, rng.fork('validation'), validation),
    grammar,
    attributions: [],
    notes: [],
  };
}
