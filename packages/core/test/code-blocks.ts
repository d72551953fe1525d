import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** The TypeScript blocks of a Markdown file, in order. */
export function codeBlocks(file: URL): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^```ts\b[^\n]*\n([\s\S]*?)^```$/gm)].map((match) => match[1] as string);
}

/**
 * Runs a block as the body of an async function.
 * @param modules What its imports are to find, by name.
 * @param wanted Names of the block's own whose values to return.
 */
export async function runBlock(
  block: string,
  modules: Readonly<Record<string, unknown>>,
  wanted: readonly string[],
): Promise<Record<string, unknown>> {
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: false };
  const source = ts.transpileModule(block, { compilerOptions: options }).outputText;
  const body = source
    .replace(/^import \* as (\w+) from '([^']+)';$/gm, "const $1 = modules['$2'];")
    .replace(
      /^import (\{[^}]+\}) from '([^']+)';$/gm,
      (_, names: string, from: string) => `const ${names.replace(/ as /g, ': ')} = modules['${from}'];`,
    );
  const run = new Function('modules', `return (async () => { ${body}\nreturn { ${wanted.join(', ')} }; })();`);
  return run(modules) as Promise<Record<string, unknown>>;
}
