/** Checks what an agent answered against the node's `output_schema`: the subset of JSON Schema in `graph.ts`. */
import type { OutputSchema } from './graph';

/** The fields that merge into the state, or the first thing wrong with the answer. */
export type CheckedOutput =
  { readonly fields: Readonly<Record<string, unknown>> } | { readonly problem: string };

/**
 * Of an answer that fits, the fields are the properties which the schema names: an agent cannot write other
 * keys of the state. A schema without `properties` gives every key of the answer.
 */
export function checkOutput(schema: OutputSchema, value: unknown): CheckedOutput {
  const problem = mismatch(schema, value, '');
  if (problem !== undefined) return { problem };
  if (!isRecord(value)) return { fields: {} };
  const named = schema.properties;
  const fields = Object.entries(value).filter(([key]) => !named || Object.hasOwn(named, key));
  return { fields: Object.fromEntries(fields) };
}

function mismatch(schema: OutputSchema, value: unknown, path: string): string | undefined {
  if (schema.type && !isOfType(schema.type, value)) return expected(path, aType(schema.type), value);
  if (schema.enum && !schema.enum.some((allowed) => JSON.stringify(allowed) === JSON.stringify(value))) {
    return expected(path, `one of ${schema.enum.map((one) => JSON.stringify(one)).join(', ')}`, value);
  }
  if (isRecord(value)) return mismatchInside(schema, value, path);
  const { items } = schema;
  if (!Array.isArray(value) || !items) return undefined;
  return first(value.map((item: unknown, index) => () => mismatch(items, item, `${path}[${index}]`)));
}

function mismatchInside(
  schema: OutputSchema,
  value: Record<string, unknown>,
  path: string,
): string | undefined {
  const missing = schema.required?.find((key) => !Object.hasOwn(value, key));
  if (missing !== undefined) {
    const type = schema.properties?.[missing]?.type;
    return `${place(child(path, missing))} is missing${type ? `; expected ${aType(type)}` : ''}.`;
  }
  const properties = Object.entries(schema.properties ?? {}).filter(([key]) => Object.hasOwn(value, key));
  return first(
    properties.map(
      ([key, sub]) =>
        () =>
          mismatch(sub, value[key], child(path, key)),
    ),
  );
}

function first(attempts: readonly (() => string | undefined)[]): string | undefined {
  for (const attempt of attempts) {
    const problem = attempt();
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isOfType(type: NonNullable<OutputSchema['type']>, value: unknown): boolean {
  if (type === 'object') return isRecord(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function expected(path: string, what: string, value: unknown): string {
  return `${place(path)} should be ${what}, but is ${brief(value)}.`;
}

function place(path: string): string {
  return path === '' ? 'The answer' : `\`${path}\``;
}

function child(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function aType(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** The value in at most 60 characters. */
function brief(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  const cut = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return Array.isArray(value) ? `the array ${cut}` : `the ${value === null ? 'value' : typeof value} ${cut}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
