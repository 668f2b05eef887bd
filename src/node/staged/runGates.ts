/** Gates that the agent of a renn or GSD run raises, and what a fresh agent is told after one (renn-gsd.md 1.5, 1.6). */
import { missingCommitsGate, runGate } from '../../core/agentGates';
import { runTask } from '../../core/actions/staged/gatherRun';
import type { RaisedGate } from '../../core/agentResult';
import type { Gate } from '../../core/gateRecord';
import type { GateFrame } from '../../core/gates';
import { profileOf, type StagedProfile } from '../../core/formats/staged/names';
import { answeredGates, answeredSection } from '../../core/formats/staged/run/answered';
import {
  continuationPrompt,
  reliedCommits,
  withEarlierTasks,
} from '../../core/formats/staged/run/continuation';
import { gateOfRaised } from '../../core/formats/staged/run/raised';
import type { State, Token } from '../../core/protocol/walk';
import { sinceEntry, type Drive } from '../runner/drive';
import { readPlanText } from '../runner/planText';
import { commitsNotHeld } from './stageGit';
import { stagedWorkOf } from './stagedWork';

/** The names of the format whose run of a step this is; `undefined` for runs of other formats and of whole stages. */
export function runProfile({ header }: Pick<Drive, 'header'>): StagedProfile | undefined {
  return header.stage === undefined ? profileOf(header.plan.format) : undefined;
}

/** The gate as it is asked. */
export function askedGate(drive: Drive, raised: RaisedGate, profile: StagedProfile, frame: GateFrame): Gate {
  const earlier = answeredGates(drive.events()).at(-1)?.gate.completed ?? [];
  return runGate(withEarlierTasks(gateOfRaised(raised), earlier), profile, frame);
}

/** The gate about commits that the next agent would rely on and that are not there; `undefined` where all are. */
export async function commitsGate(drive: Drive, frame: () => Promise<GateFrame>): Promise<Gate | undefined> {
  const last = runProfile(drive) && answeredGates(drive.events()).at(-1);
  const missing = last ? await commitsNotHeld(drive.header.folder, reliedCommits(last.gate)) : [];
  return missing.length === 0 ? undefined : missingCommitsGate(missing, await frame());
}

/**
 * The prompt of an agent that goes on after gates, in place of its node's; `undefined` where none was answered.
 * @param begun the prompt of the node
 */
export async function promptAfterGates(
  drive: Drive,
  token: Token,
  begun: string,
): Promise<string | { readonly problem: string } | undefined> {
  const profile = runProfile(drive);
  const answered = profile === undefined ? [] : answeredGates(drive.events());
  const last = answered.at(-1);
  if (profile === undefined || last === undefined) return undefined;
  const here = sinceEntry(drive.events(), token);
  if (!here.some((event) => event.type === 'gate_answered' && event.answer.gate === last.id))
    return [begun, answeredSection(answered, profile.terms.gate)].join('\n\n');
  const { header } = drive;
  const staged = stagedWorkOf(drive);
  const task = await runTask({
    header,
    readText: (file) => readPlanText(header.folder, file),
    ...(staged && { staged }),
  });
  if ('failed' in task) return { problem: task.failed };
  return [continuationPrompt(task, last.gate, last.answer), mending(token.state)].join('\n\n').trim();
}

/** What the checks found before the gate was met. */
function mending(state: State): string {
  const text = state['fix_instructions'];
  return typeof text === 'string' && text.trim() !== '' ? `## What to mend besides\n\n${text.trim()}` : '';
}
