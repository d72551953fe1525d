/** A key that is struck. */
export interface Note {
  /** When, in ticks from the beginning. */
  readonly tick: number;
  /** MIDI key, 0 to 127. */
  readonly pitch: number;
  /** How hard, 1 to 127. */
  readonly velocity: number;
}

/** What a MIDI file says about notes. */
export interface Midi {
  readonly ticksPerBeat: number;
  /** All tracks together, in the order of time. */
  readonly notes: readonly Note[];
}

/**
 * Reads the notes of a standard MIDI file. Every length in it is checked against the bytes there are, so that a file of any content
 * ends in its notes or in an error, in a time that grows with its size. (Small libraries that we tried follow negative lengths
 * backwards for ever.)
 *
 * @throws Error in one sentence that says at which byte the file stops to make sense
 */
export function readMidi(bytes: Uint8Array): Midi {
  const file = new Cursor(bytes);
  if (file.text(4) !== 'MThd') throw new Error('it does not begin as a MIDI file does');
  const header = file.part(file.uint(4));
  header.uint(2); // format: tracks at once or in turn makes no difference to files of one track, which drum loops are
  const tracks = header.uint(2);
  const ticksPerBeat = header.uint(2);
  if (ticksPerBeat === 0 || ticksPerBeat >= 0x8000) throw new Error('its time is not counted in beats');
  const notes: Note[] = [];
  for (let track = 0; track < tracks && !file.done; ) {
    const kind = file.text(4);
    const chunk = file.part(file.uint(4));
    if (kind !== 'MTrk') continue; // the format asks to pass over chunks of other kinds
    readTrack(chunk, notes);
    track++;
  }
  return { ticksPerBeat, notes: notes.sort((a, b) => a.tick - b.tick) };
}

function readTrack(track: Cursor, notes: Note[]): void {
  let [tick, status] = [0, 0];
  while (!track.done) {
    tick += track.variable();
    if (track.peek() >= 0x80) status = track.uint(1);
    if (status === 0xff) track.skip(1); // the kind of a meta event
    if (status >= 0xf0) {
      track.skip(track.variable());
      status = 0; // no running status after these
      continue;
    }
    if (status < 0x80) throw new Error(`an event without a kind at byte ${track.place}`);
    const first = track.data();
    const kind = status >> 4;
    const velocity = kind === 0xc || kind === 0xd ? 0 : track.data();
    if (kind === 9 && velocity > 0) notes.push({ tick, pitch: first, velocity });
  }
}

/** Bytes read one after the other, never past their end. */
class Cursor {
  readonly #bytes: Uint8Array;
  readonly #offset: number;
  #at = 0;

  constructor(bytes: Uint8Array, offset = 0) {
    this.#bytes = bytes;
    this.#offset = offset;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** Position in the whole file. */
  get place(): number {
    return this.#offset + this.#at;
  }

  peek(): number {
    this.#need(1);
    return this.#bytes[this.#at] as number;
  }

  skip(count: number): void {
    this.#need(count);
    this.#at += count;
  }

  /** A big-endian number of up to four bytes. */
  uint(count: number): number {
    this.#need(count);
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 256 + (this.#bytes[this.#at++] as number);
    return value;
  }

  /** A byte of an event: below 128, or a new event begins where this one is not over. */
  data(): number {
    const value = this.uint(1);
    if (value >= 0x80) throw new Error(`an event that breaks off at byte ${this.place}`);
    return value;
  }

  /** A number in groups of seven bits; the format allows four of them. */
  variable(): number {
    let value = 0;
    for (let i = 0; i < 4; i++) {
      const byte = this.uint(1);
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    throw new Error(`a number of more than four bytes at byte ${this.place}`);
  }

  text(count: number): string {
    return Array.from({ length: count }, () => String.fromCharCode(this.uint(1))).join('');
  }

  /** The next bytes as a cursor of their own. */
  part(count: number): Cursor {
    const from = this.#at;
    this.skip(count);
    return new Cursor(this.#bytes.subarray(from, from + count), this.#offset + from);
  }

  #need(count: number): void {
    if (this.#at + count > this.#bytes.length) throw new Error(`it ends before its content does, at byte ${this.place}`);
  }
}
