/**
 * The stage 1 execution log (prompts.md 2.6), the one run log with a grammar. Output of the agent stands in it between
 * fences that it can close by itself, so headings in it may be forged and fences prove nothing. An entry counts when its
 * whole block of bullets is there, it follows an end of output, and its times go on from the entry before within those
 * of the log; a prompt with two such entries has none, since the tool writes one.
 */
import type { FileText } from '../format';
import type { LogDigest } from './log';
import { utc } from './log';
import { once } from '../once';

export interface ExecutionLog {
  /** By the prompt's file name. */
  readonly entries: ReadonlyMap<string, LogDigest>;
  /** Names of prompts with more than one entry, which is none. */
  readonly ambiguous: readonly string[];
  /** `prompts_selected`, where it is a number: those without an entry were not attempted. */
  readonly selected: number | undefined;
  /** ISO 8601 UTC, when the log was written. */
  readonly finished: string | undefined;
}

const TITLE = '# Stage 1 Execution Log';

/** The log's entries; `undefined` when the text is no such log. The same `FileText` is read once. */
export const readExecutionLog = once(({ text }: FileText): ExecutionLog | undefined => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines[0]?.trimEnd() !== TITLE) return undefined;
  const results = lines.indexOf('## Prompt Results');
  const head = lines.slice(0, results === -1 ? lines.length : results);
  const started = utc(valueIn(head, 'started_at_utc')) ?? '';
  const finished = utc(valueIn(head, 'finished_at_utc'));
  const selected = /^\d{1,9}$/.exec(valueIn(head, 'prompts_selected') ?? '');
  const entries = new Map<string, LogDigest>();
  const ambiguous = new Set<string>();
  let last = started;
  for (let at = Math.max(results, 0); at < lines.length; at++) {
    const entry = entryAt(lines, at);
    if (entry === undefined || entry.started < last || entry.finished > (finished ?? '9')) continue;
    last = entry.finished;
    if (entries.has(entry.name)) ambiguous.add(entry.name);
    entries.set(entry.name, { status: entry.status, line: at + 1, finished: entry.finished });
  }
  for (const name of ambiguous) entries.delete(name);
  return {
    entries,
    ambiguous: [...ambiguous],
    selected: selected ? Number(selected[0]) : undefined,
    finished,
  };
});

const KEYS = ['status', 'returncode', 'started_at_utc', 'finished_at_utc', 'command'] as const;

interface Entry {
  readonly name: string;
  readonly status: string;
  readonly started: string;
  readonly finished: string;
}

/** An entry whose heading is a certain line. */
function entryAt(lines: readonly string[], at: number): Entry | undefined {
  const name = /^### (PROMPT_\d+(?:_s)?\.txt)\s*$/.exec(lines[at] ?? '')?.[1];
  if (name === undefined || !followsOutput(lines, at)) return undefined;
  const block = lines.slice(at + 1, at + 1 + KEYS.length);
  if (!KEYS.every((key, index) => block[index]?.startsWith(`- ${key}: `))) return undefined;
  const status = valueIn(block, 'status') ?? '';
  const started = utc(valueIn(block, 'started_at_utc'));
  const finished = utc(valueIn(block, 'finished_at_utc'));
  if (started === undefined || finished === undefined || finished < started) return undefined;
  return { name, status, started, finished };
}

/** Before a true entry comes the start of the results, the end of a fence, or an entry without output. */
function followsOutput(lines: readonly string[], at: number): boolean {
  let before = at - 1;
  while (before >= 0 && lines[before]?.trim() === '') before--;
  const line = lines[before]?.trim() ?? '';
  return line === '## Prompt Results' || /^`{3,}$/.test(line) || line.startsWith('- command: ');
}

function valueIn(lines: readonly string[], key: string): string | undefined {
  const prefix = `- ${key}: `;
  const line = lines.find((text) => text.startsWith(prefix));
  return line?.slice(prefix.length).replaceAll('`', '').trim();
}
