const SPECIAL = '$number';

/** JSON that keeps every number: -0, NaN and the infinities are written as `{ "$number": "NaN" }`. */
export function toText(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member !== 'number' || (Number.isFinite(member) && !Object.is(member, -0))) return member;
    return { [SPECIAL]: Object.is(member, -0) ? '-0' : String(member) };
  });
}

/**
 * Reads what {@link toText} wrote.
 * @throws SyntaxError if it is no JSON.
 */
export function fromText(text: string): unknown {
  return JSON.parse(text, (_, member: unknown) => {
    const word = (member as Record<string, unknown> | null)?.[SPECIAL];
    return typeof word === 'string' ? Number(word) : member;
  });
}
