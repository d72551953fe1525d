import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { maskedCrc32c } from './crc32c.js';
import { inspect, restartEvent, versionEvent } from './event.js';
import { joined } from './protobuf.js';

const NAME = /^events\.out\.tfevents\.(\d{10})\.genlab$/;
const HEADER = 12; // length, 8 bytes, and its checksum
const FOOTER = 4; // checksum of the data

/** The event files of a folder, written one after the other: TensorBoard reads them in the order of their names. */
export class EventFiles {
  readonly #folder: string;
  #path: string | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Puts what another training left into a folder of its own, which TensorBoard shows as another run. */
  setAside(): void {
    const names = this.#names();
    if (names.length === 0) return;
    let count = 1;
    while (existsSync(join(this.#folder, `earlier-${count}`))) count++;
    mkdirSync(join(this.#folder, `earlier-${count}`));
    for (const name of names) renameSync(join(this.#folder, name), join(this.#folder, `earlier-${count}`, name));
  }

  /**
   * Cuts off what is beyond a step, and goes on in a new file, from whose beginning a TensorBoard that is open knows that the rest is void.
   * @returns How many events of scalars are left.
   */
  goOnFrom(step: number): number {
    mkdirSync(this.#folder, { recursive: true });
    const numbers = this.#names().flatMap((name) => NAME.exec(name)?.[1] ?? []);
    const left = numbers.map((number) => cutBeyond(this.#pathOf(Number(number)), step));
    this.#path = this.#pathOf(Math.max(0, ...numbers.map(Number)) + 1);
    const wallTime = Date.now() / 1_000;
    this.write(versionEvent(wallTime));
    if (numbers.length > 0) this.write(restartEvent({ step: step + 1, wallTime }));
    return left.reduce((sum, count) => sum + count, 0);
  }

  /** Adds one event. */
  write(event: Uint8Array): void {
    appendFileSync(this.#path as string, record(event));
  }

  #names(): string[] {
    return existsSync(this.#folder) ? readdirSync(this.#folder).filter((name) => NAME.test(name)) : [];
  }

  #pathOf(number: number): string {
    return join(this.#folder, `events.out.tfevents.${String(number).padStart(10, '0')}.genlab`);
  }
}

/** Length, its checksum, the data, its checksum: all little-endian. */
function record(data: Uint8Array): Uint8Array {
  const header = new DataView(new ArrayBuffer(HEADER));
  header.setBigUint64(0, BigInt(data.length), true);
  header.setUint32(8, maskedCrc32c(new Uint8Array(header.buffer, 0, 8)), true);
  const footer = new DataView(new ArrayBuffer(FOOTER));
  footer.setUint32(0, maskedCrc32c(data), true);
  return joined([new Uint8Array(header.buffer), data, new Uint8Array(footer.buffer)]);
}

/**
 * Steps never fall within a file, so what goes is its end: a record that is only half there, too. Returns the events of scalars that stay.
 */
function cutBeyond(path: string, step: number): number {
  const bytes = readFileSync(path);
  let [end, scalars] = [0, 0];
  while (end + HEADER + FOOTER <= bytes.length) {
    const next = end + HEADER + Number(bytes.readBigUInt64LE(end)) + FOOTER;
    if (next > bytes.length) break;
    const event = inspect(bytes.subarray(end + HEADER, next - FOOTER));
    if (event.step > step) break;
    end = next;
    scalars += event.scalars ? 1 : 0;
  }
  if (end < bytes.length) truncateSync(path, end);
  return scalars;
}
