/** What has become of a level. */
export type LevelVerdict = 'active' | 'collapsed' | 'ignored' | 'nothingToLearn';

/** What a verdict rests on. */
export interface LevelEvidence {
  /** Divergence of posterior from prior, in nats. */
  readonly kl: number;
  /** Dimensions whose posterior mean, less the prior's and in its standard deviations, varies with the data. */
  readonly activeUnits: number;
  /** How much worse the reconstruction is, in nats, when the level is drawn from its prior. */
  readonly deltaNll: number;
  /** Whether anything the level says changes the decoder's output at all. */
  readonly reachesDecoder: boolean;
  /** Whether the data has patterns left that no level explains. */
  readonly structureLeft: boolean;
}

const DEAD = 0.05; // nats; a choice of two is 0.69

/**
 * Names what has become of a level.
 *
 * 'active': it says something and the decoder uses it. 'ignored': what it says does not change what is drawn, because it never reaches the
 * decoder or because the decoder makes nothing of it. 'collapsed': it reaches the decoder and says nothing, although patterns are left in
 * the data that no level explains. 'nothingToLearn': the same, but nothing is left: the other levels explain all there is.
 */
export function judge({ kl, activeUnits, deltaNll, reachesDecoder, structureLeft }: LevelEvidence): LevelVerdict {
  if (!reachesDecoder) return 'ignored';
  const speaks = kl > DEAD && activeUnits > 0;
  if (speaks) return deltaNll > DEAD ? 'active' : 'ignored';
  return structureLeft ? 'collapsed' : 'nothingToLearn';
}

/** What to do about a verdict. */
export function adviceFor(verdict: LevelVerdict, { reachesDecoder, kl }: LevelEvidence): string {
  switch (verdict) {
    case 'active':
      return 'Nothing to do.';
    case 'ignored':
      return reachesDecoder
        ? `The level costs ${kl.toFixed(2)} nats that the decoder makes nothing of: give it fewer free bits or a larger beta, or train longer.`
        : "The decoder never receives the level: let its body read the path (reads: 'path'), or learn the priors below it (prior: 'learned'). No schedule can help.";
    case 'collapsed':
      return 'Patterns are left that the level could explain: start its beta at 0 and raise it slowly, or give it free bits or a target rate, and train anew.';
    case 'nothingToLearn':
      return 'The other levels explain the data; leave the level as it is, or do without it.';
  }
}
