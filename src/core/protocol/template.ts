/** Templates of a protocol: `{{key}}`, `{{key.sub}}`, `{{key[0]}}`, without spaces (formats/protocol-graph.md, "Templates"). */
import type { State } from './walk';

const REFERENCE = /\{\{([A-Za-z0-9_.[\]]+)\}\}/g;

/** The text, or the references that the values do not answer, each once, in order. */
export type Rendered = { readonly text: string } | { readonly unknown: readonly string[] };

/**
 * Replaces every reference by its value: text as it is, other scalars as JSON writes them, lists and maps as
 * compact JSON. One pass: a value that looks like a template stays as it is.
 */
export function renderTemplate(template: string, values: State): Rendered {
  const unknown = new Set<string>();
  const text = replace(template, values, (reference) => {
    unknown.add(reference);
    return '';
  });
  return unknown.size > 0 ? { unknown: [...unknown] } : { text };
}

/** As `renderTemplate`, with nothing in the place of an unknown reference: the rule of `state_updates`. */
export function renderLenient(template: string, values: State): string {
  return replace(template, values, () => '');
}

/** The state keys that a template refers to: the part before the first dot or bracket. */
export function templateKeys(template: string): string[] {
  const keys = [...template.matchAll(REFERENCE)].map(([, reference = '']) => segments(reference)[0] ?? '');
  return [...new Set(keys)];
}

function replace(template: string, values: State, missing: (reference: string) => string): string {
  return template.replace(REFERENCE, (_whole, reference: string) => {
    const value = lookUp(segments(reference), values);
    return value === undefined ? missing(reference) : asText(value);
  });
}

function segments(reference: string): string[] {
  return reference.split(/[.[\]]+/).filter((part) => part !== '');
}

function lookUp(path: readonly string[], values: unknown): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    values,
  );
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
