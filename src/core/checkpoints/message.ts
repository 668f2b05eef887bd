/**
 * The message of a checkpoint's commit. It carries the record, so that a lost or damaged record is rebuilt from the
 * ref (runr.md 12.4):
 *
 *     Stage Runner checkpoint: before step 02
 *
 *     {the record as JSON in one line of ASCII, without the commit's own name, which cannot be known in it}
 *
 *     Stage-Runner-Checkpoint: <record id>
 *     Stage-Runner-Run: <run id>
 */
import type { CheckpointObject, CheckpointRecord } from './checkpoint';
import { refOf } from './checkpoint';
import { isObject } from './recordShape';
import { readRecord, type Expected, type ReadRecord } from './record';

/** A record before its commit has a name. */
export type UncommittedRecord = Omit<CheckpointRecord, 'git'> & {
  readonly git: Omit<CheckpointObject, 'sha'>;
};

/** A commit as git has it. */
export interface FoundCommit {
  /** The id that its ref ends with. */
  readonly id: string;
  readonly sha: string;
  readonly tree: string;
  readonly message: string;
}

const SUBJECT = 'Stage Runner checkpoint: ';
const LONGEST_SUBJECT = 200;

export function checkpointMessage(record: UncommittedRecord): string {
  const trailers = [
    `Stage-Runner-Checkpoint: ${inLine(record.record_id)}`,
    ...(record.run_id === undefined ? [] : [`Stage-Runner-Run: ${inLine(record.run_id)}`]),
  ];
  return [`${SUBJECT}${shortened(inLine(record.name))}`, ascii(JSON.stringify(record)), trailers.join('\n')]
    .join('\n\n')
    .concat('\n');
}

/** The record of a checkpoint from its commit alone; the tag, made later, is not in it. */
export function rebuildRecord(commit: FoundCommit, expected: Omit<Expected, 'id'> = {}): ReadRecord {
  const json = commit.message.split('\n').find((line) => line.startsWith('{'));
  if (json === undefined || !commit.message.startsWith(SUBJECT))
    return {
      rejected: { why: 'ref_moved', detail: `${refOf(commit.id)} names a commit that carries no record.` },
    };
  const read = readRecord(withSha(json, commit.sha), { ...expected, id: commit.id });
  if ('rejected' in read || read.record.git?.tree === commit.tree) return read;
  const detail = `The commit ${commit.sha} has another tree than the record that it carries.`;
  return { rejected: { why: 'ref_moved', detail } };
}

/** The record's text with the commit's name put into it; what is no record's text stays as it is, to be rejected. */
function withSha(json: string, sha: string): string {
  try {
    const raw: unknown = JSON.parse(json);
    const git = isObject(raw) ? raw['git'] : undefined;
    return isObject(raw) && isObject(git) ? JSON.stringify({ ...raw, git: { ...git, sha } }) : json;
  } catch (error) {
    if (error instanceof SyntaxError) return json;
    throw error;
  }
}

/** Foreign text as part of one line: control characters, line ends and what turns the direction of writing become blanks. */
export function inLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

function shortened(text: string): string {
  if (text.length <= LONGEST_SUBJECT) return text;
  const halfPair = /[\ud800-\udbff]$/;
  return `${text.slice(0, LONGEST_SUBJECT).replace(halfPair, '')}…`;
}

/** No encoding that git is configured for can change it, and no terminal obeys it. */
function ascii(json: string): string {
  return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
