/**
 * What a run log says about its prompt. Nobody defines these logs (prompts.md 2.1): one is there, and has a status only
 * where it has a `- status:` bullet as in the stage 1 execution log (2.6, 2.7).
 */
import { oneLine } from '../../oneLine';
import { bullet, proseLines } from './text';

export interface LogDigest {
  /** As written, where the bullet is there. */
  readonly status?: string;
  /** Where that stands, from 0. */
  readonly line?: number;
  readonly batch?: string;
  /** The rollback marker. */
  readonly checkpoint?: string;
  /** ISO 8601 UTC. */
  readonly finished?: string;
  /** Commits that were made of it, as written: hexadecimal, seven digits or more. */
  readonly commits?: readonly string[];
}

/** More commits of one prompt are passed over. */
const MOST_COMMITS = 20;

/** Never throws; linear in the text. */
export function logDigest(text: string): LogDigest {
  const lines = proseLines(text.replace(/^\uFEFF/, ''));
  const status = bullet(lines, 'status');
  const batch = bullet(lines, 'batch')?.text;
  const checkpoint = bullet(lines, 'checkpoint')?.text;
  const finished = utc(bullet(lines, 'finished_at_utc')?.text);
  const commits = (bullet(lines, 'commits')?.text ?? '')
    .split(/[\s,]+/)
    .filter(isCommit)
    .slice(0, MOST_COMMITS);
  return {
    ...(status && { status: oneLine(status.text), line: status.at }),
    ...(batch && { batch: oneLine(batch) }),
    ...(checkpoint && { checkpoint: oneLine(checkpoint) }),
    ...(finished && { finished }),
    ...(commits.length > 0 && { commits }),
  };
}

function isCommit(text: string): boolean {
  return /^[0-9a-f]{7,64}$/.test(text);
}

/** A time of the tool, `2026-03-05T06:00:00+00:00`, as ISO 8601 with `Z`; nothing for any other text. */
export function utc(text: string | undefined): string | undefined {
  const [, time] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?:Z|\+00:00)$/.exec(text ?? '') ?? [];
  return time === undefined ? undefined : `${time}Z`;
}
