import type { LatentLevel, VaeReportData } from '@genlab/report';
import type { LevelDiagnosis } from '@genlab/vae';
import type { Dataset } from './data/dataset.js';
import type { LevelFindings } from './evaluation.js';
import { neighbourMap, principalComponents } from './latents/maps.js';
import type { Finished } from './write-run.js';

/** Points of a map: enough to see, few enough to draw. */
const MAPPED = 500;
const LEVELS = ['z_high', 'z_low'];

/** What the report says of one level. */
export function levelOf(
  { posterior, genreProbe, variationProbe, codes }: LevelFindings,
  level: number,
  { findings, config, data }: Finished,
): LatentLevel {
  const dims = posterior.of;
  const shown = {
    data: codes.offsets.data.subarray(0, MAPPED * dims),
    shape: [Math.min(MAPPED, data.validation.genres.length), dims] as const,
  };
  const { elbo, diagnosis } = findings;
  const found = diagnosis.levels[level] as LevelDiagnosis;
  const name = LEVELS[level] as string;
  const kl = elbo.validation.kl[level] as number;
  const { activeUnits } = posterior;
  return {
    name,
    kl,
    activeUnits,
    of: dims,
    mutualInformation: posterior.mutualInformation.value,
    probes: [
      { name: 'genre', accuracy: genreProbe.accuracy, chance: genreProbe.chance },
      ...(variationProbe ? [{ name: 'variation', accuracy: variationProbe.accuracy, chance: variationProbe.chance }] : []),
    ],
    deltaNll: found.deltaNll,
    verdict: verdictOf(name, { ...found, kl, activeUnits }), // by other draws than the diagnosis, but the same as everywhere on the page
    codes: codes.offsets.data,
    klPerDimension: elbo.validation.klPerDimension[level] as readonly number[],
    active: Array.from({ length: dims }, (_, dimension) => !posterior.collapsed.includes(dimension)),
    maps: [neighbourMap(shown, config.seed), principalComponents(shown)],
  };
}

const HEADLINES: Readonly<Record<LevelDiagnosis['verdict'], readonly ['good' | 'bad' | 'unclear', string]>> = {
  active: ['good', 'is in use'],
  ignored: ['bad', 'is ignored by the decoder'],
  collapsed: ['bad', 'has collapsed'],
  nothingToLearn: ['good', 'has nothing to learn'],
};

function verdictOf(name: string, { verdict, advice, kl, activeUnits, of, deltaNll }: LevelDiagnosis): LatentLevel['verdict'] {
  const [tone, headline] = HEADLINES[verdict];
  const holds = `It holds ${kl.toFixed(2)} nats in ${activeUnits} of ${of} dimensions; drawn from its prior instead, it costs the reconstruction ${deltaNll.toFixed(2)} nats.`;
  return { tone, headline: `${name} ${headline}`, text: verdict === 'active' ? holds : `${holds} ${advice}` };
}

/** What is known of the bars that the maps show. */
export function labelsOf({ genres, grammar, validation }: Dataset): VaeReportData['labels'] {
  const { variations } = validation;
  return [
    { name: 'genre', classes: genres, values: validation.genres.subarray(0, MAPPED) },
    ...(grammar && variations && grammar.variations > 1
      ? [{ name: 'variation', classes: grammar.variationNames, values: variations.subarray(0, MAPPED) }]
      : []),
  ];
}
