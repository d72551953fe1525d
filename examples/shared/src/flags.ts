import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './usage-error.js';

/**
 * The values of a command line's flags, by name.
 *
 * @throws UsageError if a flag is unknown, lacks its value, or something stands there that is no flag
 */
export function parseFlags<Flags extends NonNullable<ParseArgsConfig['options']>>(argv: readonly string[], flags: Flags) {
  try {
    return parseArgs({ args: [...argv], options: flags, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const ambiguous = /^Option '(--[\w-]+).*' argument is ambiguous/.exec((error as Error).message)?.[1];
    if (ambiguous) throw new UsageError(`${ambiguous}: expected a value, got something that begins with a dash. See --help.`);
    // Node adds advice about positionals and dashes after the first sentence.
    throw new UsageError(`${(error as Error).message.split(/\.\s/)[0]?.replace(/\.$/, '')}. See --help.`);
  }
}

/** The whole number a flag gives, if it was given. */
export function wholeNumber(name: string, text: string | undefined, least = 1): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
    throw new UsageError(`--${name}: expected a whole number from ${least}, got ${JSON.stringify(text)}.`);
  return value;
}

/** The learning rate a flag gives, if it was given. */
export function learningRate(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= 1))
    throw new UsageError(`--${name}: expected a learning rate above 0, up to 1, got ${JSON.stringify(text)}.`);
  return value;
}

/** The temperature a flag gives, if it was given. */
export function temperature(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value < 100))
    throw new UsageError(`--${name}: expected a number from 0, got ${JSON.stringify(text)}.`);
  return value;
}

/** A flag's text, if it is one of the names there are. */
export function oneOf<Name extends string>(name: string, text: string, names: readonly Name[]): Name {
  if (!names.includes(text as Name)) throw new UsageError(`--${name}: expected one of ${names.join(', ')}, got ${JSON.stringify(text)}.`);
  return text as Name;
}

/** A flag's text, if it was given and says something. */
export function notEmpty(name: string, text: string | undefined): string | undefined {
  if (text?.trim() === '') throw new UsageError(`--${name}: expected a name, got nothing.`);
  return text;
}
