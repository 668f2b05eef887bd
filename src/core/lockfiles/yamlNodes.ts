/** Lockfiles in YAML, or in JSON with commas at the end, which YAML reads too: nodes, of which nothing is unfolded. */
import { isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import { yamlRefusal } from '../yamlLimits';

/** Lockfiles are flat and long: three thousand packages are some sixty thousand values, and less than a second's work. */
const LIMITS = { values: 100_000 };

/** The roots of a text's documents. Every scalar is a string; aliases, which no package manager writes, are nothing. */
export function yamlRoots(
  text: string,
): { readonly roots: readonly unknown[] } | { readonly problem: string } {
  const refused = yamlRefusal(text, LIMITS);
  if (refused) return { problem: `line ${refused.line + 1}: ${refused.message.replace(/\.$/, '')}` };
  const options = { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;
  const documents = [...parseAllDocuments(text, options)];
  if (documents.some(({ errors }) => errors.length > 0)) return { problem: 'it is not YAML' };
  return { roots: documents.map(({ contents }) => contents) };
}

/** What a map has under a key, at a path of keys. */
export function nodeAt(node: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isMap(at) ? at.get(key, true) : undefined), node);
}

export function nodeEntries(node: unknown): (readonly [key: string, value: unknown])[] {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }) => {
    const name = nodeText(key);
    return name === undefined ? [] : [[name, value] as const];
  });
}

/** The first thing of a list. */
export function nodeFirst(node: unknown): unknown {
  return isSeq(node) ? node.items[0] : undefined;
}

export function nodeText(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
}
