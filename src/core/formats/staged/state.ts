/**
 * The file that says where the work stands, `pulse.md` or `STATE.md` (renn-gsd.md 1.9, 2.4, 2.5). Agents rewrite it and
 * lose each other's updates, so what it says is a claim beside what the disk shows.
 */
import type { Claim, Hint, PlanMark } from '../../plan';
import type { FileText } from '../format';
import { once } from '../once';

export interface WorkState {
  /** `v4.1`. */
  readonly milestone?: string;
  /** The number of the stage that is worked at. */
  readonly stage?: string;
  /** What it says of that stage. */
  readonly claim?: Claim;
  /** Where somebody stopped. */
  readonly hint?: Hint;
}

interface Field {
  readonly value: string;
  readonly line: number;
}

const LONGEST = 1000;
/** `key: value`, `**Key:** value`, in front matter or body. */
const FIELD = /^\s{0,3}(?:\*\*)?([A-Za-z][A-Za-z_ ]{0,40}?)(?::\*\*|\*\*:|:)\s*(.*)$/;

export const readState = once(({ text }: FileText, file): WorkState => {
  const fields = fieldsOf(text);
  const [milestone, stage] = [plain(fields.get('milestone')), stageOf(fields)];
  const status = fields.get('status');
  const hint = hintOf(fields, file);
  return {
    ...(milestone === undefined ? {} : { milestone }),
    ...(stage === undefined ? {} : { stage }),
    ...(status === undefined || stage === undefined ? {} : { claim: claimOf(status, fields, file) }),
    ...(hint === undefined ? {} : { hint }),
  };
});

/** The first of each field: front matter comes before the body. */
function fieldsOf(text: string): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  for (const [line, content] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const field = stateField(content);
    if (field !== undefined && field.value !== '' && !fields.has(field.name))
      fields.set(field.name, { value: unquoted(field.value), line });
  }
  return fields;
}

/** What one line of a state file says: `**Last activity:** …` is `last_activity`; `from` is where its value begins. */
export function stateField(
  long: string,
): { readonly name: string; readonly value: string; readonly from: number } | undefined {
  const line = long.slice(0, LONGEST);
  const [, key, value = ''] = FIELD.exec(line) ?? [];
  if (key === undefined) return undefined;
  const name = key.trim().toLowerCase().replaceAll(' ', '_');
  return { name, value: value.trim(), from: line.length - value.length };
}

function unquoted(value: string): string {
  const quote = value.charAt(0);
  return value.length > 1 && (quote === '"' || quote === "'") && value.endsWith(quote)
    ? value.slice(1, -1)
    : value;
}

/** A value that says something. */
function plain(field: Field | undefined): string | undefined {
  const value = field?.value.replace(/[`*]/g, '').trim() ?? '';
  return ['', 'null', '~', '-', '—', 'None', 'none', 'N/A'].includes(value) ? undefined : value;
}

/** `current_phase: 74`, `Phase: 74 (Name) — EXECUTING`, `Stage: 3 of 8 (name)`. */
function stageOf(fields: ReadonlyMap<string, Field>): string | undefined {
  for (const key of ['current_phase', 'current_stage', 'phase', 'stage']) {
    const number = /^\d+[A-Za-z]?(?:\.\d+)*(?![\dA-Za-z])/.exec(plain(fields.get(key)) ?? '')?.[0];
    if (number !== undefined) return number;
  }
  return undefined;
}

function claimOf(status: Field, fields: ReadonlyMap<string, Field>, file: string): Claim {
  const since = timeOf(plain(fields.get('last_updated')));
  const means = meaning(status.value);
  return {
    by: 'state',
    says: `status: ${status.value.slice(0, 120)}`,
    file,
    line: status.line,
    ...(since === undefined ? {} : { since }),
    ...(means === undefined ? {} : { means }),
  };
}

/** The tool's own folding of the words (renn-gsd.md 2.4); `completed` alone is said of the milestone, not of the stage. */
function meaning(status: string): PlanMark | undefined {
  const words = status.toLowerCase();
  if (/^(?:phase|stage) complete/.test(words)) return 'complete';
  if (/^(?:executing|in progress|verif)/.test(words)) return 'in-progress';
  return /^(?:ready to plan|planning|ready to execute|discussing)/.test(words) ? 'pending' : undefined;
}

function hintOf(fields: ReadonlyMap<string, Field>, file: string): Hint | undefined {
  const stopped = plain(fields.get('stopped_at'));
  if (stopped === undefined) return undefined;
  const since = timeOf(plain(fields.get('last_updated')) ?? plain(fields.get('last_session')));
  return {
    text: `Stopped at: ${stopped.slice(0, 200)}`,
    file,
    ...(since === undefined ? {} : { since }),
  };
}

/** ISO 8601 UTC. */
export function timeOf(text: string | undefined): string | undefined {
  const time = /^\d{4}-\d{2}-\d{2}/.test(text ?? '') ? Date.parse(text ?? '') : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
