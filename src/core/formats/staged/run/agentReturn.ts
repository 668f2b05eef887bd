/** What an agent of the staged formats says at its end (renn-gsd.md 1.5, 2.7): a gate, a finished run, a finished audit. */
import { spokenLines } from '../../../agents/sentinel';
import { hashesIn, type Progress, progressIn } from './gateParts';
import { gateReturn, type GateReturn } from './gateReturn';
import { firstLine, labelled, labelText, type Labelled } from './labels';

/** `## RUN COMPLETE`. The recap decides whether it is; what stands here is what the agent says. */
export interface CompleteReturn {
  readonly kind: 'complete';
  /** As written; empty where it is not told. */
  readonly run: string;
  readonly tasks?: Progress;
  /** The path of the recap as written: foreign text. */
  readonly recap: string;
  readonly commits: readonly { readonly hash: string; readonly message: string }[];
  readonly duration: string;
}

/** `## Audit Complete`. The proof decides; what stands here is what the agent says. */
export interface AuditReturn {
  readonly kind: 'audited';
  readonly status: string;
  readonly score: string;
  /** The path of the report as written: foreign text. */
  readonly report: string;
}

export type AgentReturn = GateReturn | CompleteReturn | AuditReturn;

/** The heading of a return, with signs and emphasis around its words. */
const HEADING =
  /^[ \t]{0,8}#{1,4}[ \t]+[^\p{L}\p{N}]{0,10}((?:gate|checkpoint) reached|(?:run|plan) complete|(?:audit|verification) complete)[^\p{L}\p{N}]{0,20}$/iu;
/** A return is the last thing that an agent says. */
const [LONGEST_OUTPUT, LONGEST_TEXT] = [1024 * 1024, 64 * 1024];
const LONGEST_HEADING = 100;
const MOST_LINES = 3000;
const [LONGEST_FIELD, MOST_COMMITS] = [300, 200];

/**
 * The last return in an output that is one: plain output and JSON events are understood, and what the agent was told does
 * not count. Never throws.
 * @param prompt what it was told, which many programs repeat
 */
export function agentReturn(output: string, prompt: string): AgentReturn | undefined {
  return lastReturn(output, prompt)?.found;
}

/** The same with its text from the heading on. */
export function lastReturn(
  output: string,
  prompt: string,
): { readonly found: AgentReturn; readonly text: string } | undefined {
  const lines = spokenLines(output.slice(-LONGEST_OUTPUT));
  const told = new Set(prompt.split(/\r?\n/).map((line) => line.trim()));
  let end = lines.length;
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at] ?? '';
    const [, words] = line.length > LONGEST_HEADING ? [] : (HEADING.exec(line.trimEnd()) ?? []);
    if (words === undefined) continue;
    const block = withoutFence(lines.slice(at + 1, Math.min(end, at + 1 + MOST_LINES)));
    const found = repeats(block, told) ? undefined : read(words.toLowerCase(), block);
    if (found !== undefined)
      return { found, text: [line.trim(), ...block].join('\n').slice(0, LONGEST_TEXT) };
    end = at;
  }
  return undefined;
}

function read(words: string, block: readonly string[]): AgentReturn | undefined {
  if (words.endsWith('reached')) return gateReturn(block);
  const labels = labelled(block);
  return /^(?:run|plan)/.test(words) ? completeReturn(labels) : auditReturn(labels);
}

/** What follows a heading that was only repeated was told too. */
function repeats(block: readonly string[], told: ReadonlySet<string>): boolean {
  const first = block.filter((line) => line.trim() !== '').slice(0, 5);
  return first.length > 0 && first.every((line) => told.has(line.trim()));
}

/** A block that stands in a fence as a whole has one fence more than those inside it: it ends there. */
function withoutFence(block: readonly string[]): readonly string[] {
  const fences = block.flatMap((line, at) => (/^\s{0,8}(?:```|~~~)/.test(line) ? [at] : []));
  if (fences.length % 2 === 0) return block;
  const last = fences.findLast((at) => /^\s*(?:`{3,}|~{3,})\s*$/.test((block[at] ?? '').slice(0, 200)));
  return last === undefined ? block : block.slice(0, last);
}

function completeReturn(labels: readonly Labelled[]): CompleteReturn | undefined {
  const field = fieldsOf(labels);
  const run = field('run', 'plan');
  const tasks = progressIn(field('tasks'));
  const recap = field('recap', 'summary');
  if (run + recap === '' || /^[[<{]/.test(run)) return undefined;
  const commits = labelText(labels, 'commits').split('\n').slice(0, MOST_COMMITS).flatMap(commitIn);
  const duration = field('duration');
  return { kind: 'complete', run, ...(tasks === undefined ? {} : { tasks }), recap, commits, duration };
}

function commitIn(line: string): { readonly hash: string; readonly message: string }[] {
  const colon = line.indexOf(':');
  const [hash, ...more] = hashesIn(colon === -1 ? line : line.slice(0, colon));
  if (hash === undefined || more.length > 0) return [];
  return [{ hash, message: colon === -1 ? '' : line.slice(colon + 1, colon + LONGEST_FIELD).trim() }];
}

function auditReturn(labels: readonly Labelled[]): AuditReturn | undefined {
  const field = fieldsOf(labels);
  const status = field('status');
  if (status === '' || /[|<[{]/.test(status)) return undefined;
  return { kind: 'audited', status, score: field('score'), report: field('report') };
}

function fieldsOf(labels: readonly Labelled[]): (...names: string[]) => string {
  return (...names) => firstLine(labelText(labels, ...names)).slice(0, LONGEST_FIELD);
}
