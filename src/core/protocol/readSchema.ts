/** Reads an `output_schema`: the subset of JSON Schema in `graph.ts`; other keywords are named and not enforced. */
import { Fields } from './fields';
import type { Report } from './fields';
import type { OutputSchema } from './graph';
import { plain } from './yamlTree';
import type { Tree } from './yamlTree';

const TYPES = ['object', 'string', 'boolean', 'number', 'integer', 'array'] as const;
const NOT_ENFORCED = [
  'title',
  'default',
  'examples',
  'format',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'additionalProperties',
] as const;

/** The schema; what cannot be read of it is reported and left out. `what` names it in messages. */
export function readSchema(fields: Fields, report: Report): OutputSchema {
  const properties = fields.subMap('properties');
  const names = [...(properties?.map.entries.keys() ?? [])];
  const sub = (of: Fields, name: string): OutputSchema | undefined => {
    const inner = of.subMap(name);
    return inner && readSchema(inner, report);
  };
  const items = sub(fields, 'items');
  const required = fields.texts('required');
  const allowed = fields.list('enum');
  const description = fields.text('description');
  const type = readType(fields, report) ?? (properties ? 'object' : undefined);
  fields.ignore(NOT_ENFORCED, 'answers are not checked against it');
  fields.finish();
  checkRequired(fields, names, required, report);
  return {
    ...(type && { type }),
    ...(description !== undefined && { description }),
    ...(properties && {
      properties: Object.fromEntries(names.map((name) => [name, sub(properties, name) ?? {}])),
    }),
    ...(required.length > 0 && { required }),
    ...(items && { items }),
    ...(allowed && { enum: allowed.items.map((item: Tree) => plain(item)) }),
  };
}

function readType(fields: Fields, report: Report): OutputSchema['type'] {
  const text = fields.text('type');
  const type = TYPES.find((known) => known === text);
  if (text !== undefined && !type) {
    const message = `${fields.what} has the type \`${text}\`; expected one of ${TYPES.join(', ')}.`;
    report('error', 'bad-schema', fields.range('type'), message);
  }
  return type;
}

function checkRequired(
  fields: Fields,
  names: readonly string[],
  required: readonly string[],
  report: Report,
): void {
  if (!fields.has('properties')) return;
  for (const name of required.filter((one) => !names.includes(one))) {
    const message = `${fields.what} requires \`${name}\`, which is none of its properties.`;
    report('warning', 'bad-schema', fields.range('required'), message);
  }
}
