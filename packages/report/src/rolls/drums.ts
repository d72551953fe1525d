/** How one instrument is shown. */
export interface Drum {
  /** Its name, as the data have it. */
  readonly name: string;
  /** Two letters, as drummers write them. */
  readonly short: string;
  /** Which colour it has. */
  readonly family: 'drum' | 'cymbal' | 'hand';
  /** Its place in the data. */
  readonly index: number;
}

/** From the top of a staff to its bottom: cymbals, then drums, the kick lowest. */
const STAFF: Readonly<Record<string, readonly [short: string, family: Drum['family']]>> = {
  crash: ['CC', 'cymbal'],
  ride: ['RD', 'cymbal'],
  'open hat': ['OH', 'cymbal'],
  'closed hat': ['CH', 'cymbal'],
  clap: ['CP', 'hand'],
  'high tom': ['HT', 'drum'],
  'low tom': ['LT', 'drum'],
  snare: ['SD', 'drum'],
  kick: ['BD', 'drum'],
};

/** The instruments in the order in which a drummer expects them, from the top; unknown ones come first. */
export function drumsOf(names: readonly string[]): Drum[] {
  const places = Object.keys(STAFF);
  const drums = names.map((name, index): Drum => {
    const [short, family] = STAFF[name] ?? [name.slice(0, 2).toUpperCase(), 'hand'];
    return { name, short, family, index };
  });
  return drums.sort((a, b) => places.indexOf(a.name) - places.indexOf(b.name));
}
