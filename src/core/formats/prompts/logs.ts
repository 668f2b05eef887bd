/** The run logs below `.prompts/run-logs/stage*`: which prompt each one speaks of (prompts.md 2.3, 2.6). */
import { basename, join } from 'node:path';
import { append } from '../../group';
import type { Hint } from '../../plan';
import type { Listing, PlanSource } from '../format';
import type { PromptsDigest } from './digest';
import { type ExecutionLog, readExecutionLog } from './executionLog';
import { isPromptLog, logReference, type PromptName, promptName, referred } from './names';
import type { FoundLog } from './status';

const LOG = /^run-logs\/(?:stage\d*\/)?[^/]+\.md$/;

/** Any other log, which may be one of a whole run. */
export function otherLogs(listing: Listing): string[] {
  return listing.filter((name) => LOG.test(name) && !isPromptLog(name));
}

export interface PromptLogs {
  /** By the prompt's stem: those of its own before what execution logs say. */
  readonly byStem: ReadonlyMap<string, readonly FoundLog[]>;
  /** Absolute paths of logs whose prompt is not there. */
  readonly orphans: readonly string[];
  /** Logs of whole runs. */
  readonly executions: readonly (ExecutionLog & { readonly file: string })[];
}

export function logsOf(source: PlanSource<PromptsDigest>, prompts: readonly PromptName[]): PromptLogs {
  const byStem = new Map<string, FoundLog[]>();
  const orphans: string[] = [];
  for (const name of source.listing.filter(isPromptLog)) {
    const file = join(source.root, name);
    const reference = logReference(basename(name));
    const named = reference === undefined ? [] : referred(reference, prompts);
    const read = source.digests.get(name);
    if (named.length === 0) orphans.push(file);
    for (const { stem } of named)
      append(byStem, stem, { file, said: read?.digest.log ?? {}, modified: read?.modified ?? 0 });
  }
  const executions = otherLogs(source.listing).flatMap((name) => {
    const text = source.files.get(name);
    const file = join(source.root, name);
    const log = text && readExecutionLog(text, file);
    if (text === undefined || log === undefined) return [];
    for (const [prompt, said] of log.entries) {
      const stem = promptName(prompt)?.stem;
      if (stem !== undefined) append(byStem, stem, { file, said, modified: text.modified });
    }
    return [{ ...log, file }];
  });
  return { byStem, orphans, executions };
}

/** Runs that ended before every selected prompt had its turn; they stop at the first failure. */
export function unattempted({ executions }: PromptLogs): Hint[] {
  return executions.flatMap(({ file, entries, ambiguous, selected = 0, finished }) => {
    const attempted = entries.size + ambiguous.length;
    if (attempted >= selected) return [];
    const text = `A run attempted ${attempted} of the ${selected} prompts that were selected for it.`;
    return [{ text, file, ...(finished !== undefined && { since: finished }) }];
  });
}

/** The log that speaks for a prompt: that of its own stage, else the latest; the others after it. */
export function inOrder(logs: readonly FoundLog[], stage: string | undefined): FoundLog[] {
  const isOwn = ({ file }: FoundLog): number =>
    file.split(/[\\/]/).at(-2) === `stage${stage ?? ''}` ? 1 : 0;
  const isNamed = ({ file }: FoundLog): number => (logReference(basename(file)) ? 1 : 0);
  return [...logs].sort(
    (left, right) =>
      isNamed(right) - isNamed(left) || isOwn(right) - isOwn(left) || right.modified - left.modified,
  );
}
