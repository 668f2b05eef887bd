/** The result of a check as it stands in a handoff, and whether a handoff has it (coyote.md 1.5, "Evidence rules"). */
import type { CheckRecord } from '../checks';
import { findSection } from './sections';

/**
 * What a handoff must quote of a check: the command line, the decisive lines, and the exit code with the duration.
 * A check that was not run is one line which says so. No line is blank.
 */
export function evidenceBlock(record: CheckRecord): string {
  if (record.status === 'not_run') return `${record.check} check: not run: ${record.display}`;
  const seconds = `${((record.durationMs ?? 0) / 1000).toFixed(1)} s`;
  return [`$ ${record.display}`, ...record.lines, `${ending(record)}, ${seconds}`].join('\n');
}

function ending(record: CheckRecord): string {
  if (record.status === 'timed_out') return 'timed out and was ended';
  return typeof record.exitCode === 'number' ? `exit code ${record.exitCode.toString()}` : 'no exit code';
}

/** Whether the Evidence section has every line of the block, one after the other; blanks at a line's end do not count. */
export function hasEvidence(handoff: string, block: string): boolean {
  const lines = handoff.split('\n').map((line) => line.trimEnd());
  const section = findSection(lines, 'Evidence');
  if (section === undefined) return false;
  const body = lines.slice(section.heading + 1, section.end);
  const wanted = block.split('\n').map((line) => line.trimEnd());
  return body.some((_, at) => wanted.every((line, offset) => body[at + offset] === line));
}
