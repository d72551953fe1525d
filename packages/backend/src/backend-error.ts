/** The first line of what was thrown, without a full stop at its end. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '').trim().replace(/\.$/, '');
}

/** Whether an import failed because there is no such package (rather than because the package failed). */
export function isMissing(error: unknown, packageName: string): boolean {
  const message = error instanceof Error ? error.message : String(error);
  const { code } = error as { code?: unknown };
  if (code !== undefined && code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return false;
  // Node: Cannot find package 'x' imported from ...; Vite: Could not resolve "x" imported by ...; Vitest: Failed to resolve import "x".
  return new RegExp(`(cannot find|could not resolve|failed to resolve)[^'"]*['"]${packageName}['"]`, 'i').test(message);
}
