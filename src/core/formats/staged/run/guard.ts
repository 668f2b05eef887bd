/**
 * What an agent may not change of a project of renn or GSD (renn-gsd.md 1.11, 2.7): the overview and the state, which we
 * write, the plan files of its stage, the report of the audit, which only the auditor writes, and that a person's test
 * has passed. Recaps are not looked at: those of siblings come while it works.
 */
import { proposal } from '../../../handoff/proposals';
import type { GuardResult, PlanTexts, Restore } from '../../../planGuard';
import { byText } from '../../format';
import { readKind } from '../files';
import { uatKey, uatTests } from '../../planFile/uatTests';
import type { StagedProfile } from '../names';

/** Whether a path relative to the plan's folder is one that is watched over. */
export function isGuarded(path: string, profile: StagedProfile): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const kind = readKind(path, profile);
  const isShared = name === profile.overview || name === profile.state;
  return isShared || kind === 'plan' || kind === 'proof' || kind === 'uat';
}

/**
 * @param expected what was there before the agent began, or what we or a person in this editor wrote since
 * @param mayAudit the agent writes the report
 */
export function guardStaged(
  expected: PlanTexts,
  now: PlanTexts,
  profile: StagedProfile,
  mayAudit: boolean,
): GuardResult {
  const restore: Restore[] = [];
  const notes: string[] = [];
  const proposals: string[] = [];
  for (const file of [...new Set([...Object.keys(expected), ...Object.keys(now)])].sort(byText)) {
    const [old, text] = [expected[file], now[file]];
    const kind = readKind(file, profile);
    if (old === text || (kind === 'proof' && mayAudit)) continue;
    // An agent may plan tests; which have passed a person says.
    if (kind === 'uat' && samePassed(old, text)) continue;
    // The tool, or a person, may plan further steps meanwhile and take others out.
    if (kind === 'plan' && text === undefined) notes.push(`${file}: went while this agent was at work`);
    if (kind === 'plan' && (old === undefined || text === undefined)) continue;
    if (kind === undefined && old === undefined) continue;
    const deed = old === undefined ? 'was created' : text === undefined ? 'was deleted' : 'was changed';
    restore.push({ file, text: old });
    notes.push(`${file}: ${deed}, which this agent may not do; it was put back`);
    proposals.push(proposal(file, old, text));
  }
  return { restore, notes, proposals: proposals.join('\n') };
}

function samePassed(old: string | undefined, text: string | undefined): boolean {
  return passed(old).join('\n') === passed(text).join('\n');
}

function passed(text = ''): string[] {
  const tests = uatTests(text.split(/\r?\n/));
  return tests.flatMap((test) => (test.result === 'pass' ? [uatKey(test)] : [])).sort();
}
