/** Something that has to be freed. */
interface Disposable {
  dispose(): unknown;
}

/**
 * Makes something of parts, all of them or none: if making it fails, the parts made by then are freed.
 * @param make Passes every part it makes to `own`, which returns it.
 * @returns What was made, and how to free its parts.
 */
export function owned<T>(make: (own: <P extends Disposable>(part: P) => P) => T): { readonly made: T; dispose(): void } {
  const parts: Disposable[] = [];
  const dispose = () => {
    for (const part of parts) part.dispose();
  };
  try {
    const made = make((part) => {
      parts.push(part);
      return part;
    });
    return { made, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}
