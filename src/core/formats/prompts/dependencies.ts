/** What a prompt waits for: only plain references to prompts. Anything else that is written about it is advice (prompts.md 2.2). */
import type { Claim, Dependency } from '../../plan';
import { oneLine } from '../../oneLine';
import type { PromptDigest } from './body';
import type { Manifest } from './manifest';
import { plainReferences, type PromptName, type Reference, referred } from './names';
import type { Standing } from './status';

export interface Waiting {
  readonly references: readonly Reference[];
  /** What is said in prose. */
  readonly advice: readonly Claim[];
}

/** What the manifests' rows and the prompt's own text say. */
export function waitingOf(
  prompt: PromptName & { readonly file: string },
  body: PromptDigest | undefined,
  rows: readonly PromptRow[],
): Waiting {
  const cells = rows.flatMap(({ dependsOn, line, file }) =>
    dependsOn === undefined ? [] : [{ text: dependsOn, by: 'overview' as const, file, line }],
  );
  const bullets = (body?.sequencing ?? []).map(({ text, at }) => ({
    text,
    by: 'plan' as const,
    file: prompt.file,
    line: at,
  }));
  const references: Reference[] = [];
  const advice: Claim[] = [];
  for (const { text, ...where } of [...cells, ...bullets]) {
    const plain = plainReferences(text.replace(/^depends on:/i, ''));
    if (plain === undefined) advice.push({ ...where, says: `order: ${oneLine(text)}`, weak: true });
    else references.push(...plain);
  }
  return { references, advice };
}

export interface PromptRow {
  readonly file: string;
  readonly line: number;
  readonly status?: string;
  readonly dependsOn?: string;
}

/** More rows about one prompt, or more prompts that one waits for, are passed over. */
const MOST_ROWS = 8;
const MOST_DEPENDENCIES = 200;

/** The rows that speak of each prompt, by its stem, in the order of the manifests. */
export function rowsByStem(
  manifests: readonly Manifest[],
  prompts: readonly PromptName[],
): ReadonlyMap<string, readonly PromptRow[]> {
  const found = new Map<string, PromptRow[]>();
  for (const { file, rows } of manifests)
    for (const { references, status, dependsOn, line } of rows) {
      if (status === undefined && dependsOn === undefined) continue;
      const row = {
        file,
        line,
        ...(status !== undefined && { status }),
        ...(dependsOn !== undefined && { dependsOn }),
      };
      for (const { stem } of references.flatMap((one) => referred(one, prompts))) {
        const before = found.get(stem);
        if (before === undefined) found.set(stem, [row]);
        else if (before.length < MOST_ROWS) before.push(row);
      }
    }
  return found;
}

/**
 * The references as dependencies, each prompt once and none on itself. A system prompt satisfies them: it often leaves no
 * trace. A reference to a prompt that is not there cannot be satisfied.
 */
export function dependenciesOf(
  prompt: PromptName,
  references: readonly Reference[],
  prompts: readonly PromptName[],
  standingOf: (stem: string) => Standing | undefined,
): Dependency[] {
  const found = new Map<string, Dependency>();
  for (const reference of references) {
    if (found.size >= MOST_DEPENDENCIES) break;
    const named = referred(reference, prompts);
    if (named.length === 0) {
      const { text } = reference;
      found.set(text, { number: text, satisfied: false, reason: `${text} is not there` });
    }
    for (const { stem, number, system } of named) {
      if (stem === prompt.stem) continue;
      const standing = standingOf(stem);
      const missing = standing?.evidence && 'missing' in standing.evidence ? standing.evidence.missing : '';
      const done = standing?.mark === 'complete' && missing === '';
      const reason = `${stem}: ${standing?.markText ?? 'unknown'}${missing === '' ? '' : `, but ${missing}`}`;
      const satisfied = done || system;
      found.set(stem, { number, satisfied, ...(!satisfied && { reason }), step: stem });
    }
  }
  return [...found.values()];
}
