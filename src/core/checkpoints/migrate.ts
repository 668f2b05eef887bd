/** Older records, brought to the present version in memory; a file is only ever rewritten by who changes it anyway. */
import { CHECKPOINT_VERSION } from './checkpoint';

export type RawRecord = Readonly<Record<string, unknown>>;

/** The record's version: a missing one is 0, which means legacy; `undefined` where it is no whole number. */
export function versionOf(raw: RawRecord): number | undefined {
  const version = Object.hasOwn(raw, 'schema_version') ? raw['schema_version'] : 0;
  return Number.isSafeInteger(version) ? (version as number) : undefined;
}

/** From version n to n + 1 at place n, each pure. What is not known stays away, except where the format requires it. */
const MIGRATIONS: readonly ((raw: RawRecord) => RawRecord)[] = [
  (raw) => ({
    ...raw,
    schema_version: 1,
    tool: raw['tool'] ?? { name: 'unknown', version: 'unknown' },
    left_out: raw['left_out'] ?? [],
  }),
];

/**
 * The record as the present version has it, unknown fields kept. One of the present version or a newer one stays as it
 * is; `undefined` where no way leads from its version to the present one.
 */
export function migrate(raw: RawRecord): RawRecord | undefined {
  const version = versionOf(raw);
  if (version === undefined || version >= CHECKPOINT_VERSION) return raw;
  const steps = version < 0 ? [] : MIGRATIONS.slice(version);
  return steps.length === 0 ? undefined : steps.reduce((record, step) => step(record), raw);
}
