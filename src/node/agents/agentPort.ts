/** Agents as the runner sees them: an attempt is prepared as files, started in a terminal and followed through its records. */
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { chosenModel } from '../../core/agents/models';
import { type AgentProfile, type Launch, launchOf } from '../../core/agents/profile';
import { promptSentence, renderPrompt } from '../../core/agents/prompt';
import type { AgentTask, AttemptPlace } from '../../core/agentTask';
import type { AgentPort, TerminalPort } from '../host';
import { RECORD_VERSION, writeLaunch } from '../launcher/records';
import { watchFolders } from '../launcher/watch';
import { createFolders } from './folders';
import { leftTerminals } from './leftTerminals';
import { endAttempt, readLife, recordUnstarted } from './life';
import { awaitOutcome } from './outcome';
import { TIMING, type Timing } from './timing';

export interface AgentPortOptions {
  readonly profile: AgentProfile;
  readonly terminals: TerminalPort;
  /** How to run our launcher: its argv without the launch file, and what that needs in the environment. */
  readonly launcher: { readonly command: readonly string[]; readonly env: Readonly<Record<string, string>> };
  readonly now: () => Date;
  /** The setting `stageRunner.models`. */
  readonly models?: unknown;
  readonly timing?: Partial<Timing>;
}

/** Everything lasting is in the records, so any port can follow an attempt that another one began. */
export function createAgentPort(options: AgentPortOptions): AgentPort {
  const { profile, now } = options;
  const timing: Timing = { ...TIMING, ...options.timing, ...patience(profile) };
  return {
    profile: { id: profile.id, mode: profile.mode },
    modelFor: (tier, role) => chosenModel(options.models, profile, tier, role),
    begin: (task, place) => begin(options, timing, task, place),
    outcome: (task, place, signal) => awaitOutcome({ profile, timing, now }, task, place, signal),
    state: async (place) => (await readLife(place.records)).state,
    stop: (place) => endAttempt(place, 'stopped', now(), timing),
  };
}

function patience({ stop }: AgentProfile): Partial<Timing> {
  return stop ? { terminateAfter: stop.terminateAfter * 1000, killAfter: stop.killAfter * 1000 } : {};
}

async function begin(
  options: AgentPortOptions,
  timing: Timing,
  task: AgentTask,
  place: AttemptPlace,
): Promise<void> {
  const refuse = async (problem: string): Promise<void> => {
    await recordUnstarted(place, options.now(), { reason: 'not_started', problem });
  };
  const problem = await createFolders(place);
  if (problem !== undefined) return refuse(problem);
  const launch = await writeTask(options.profile, task, place);
  if ('problem' in launch) return refuse(launch.problem);
  await writeRecord(options, timing, launch, task, place);
  try {
    await options.terminals.open({
      name: plain(`${task.step.number} ${task.step.title}`),
      cwd: place.cwd,
      argv: [...options.launcher.command, path.join(place.records, 'launch.json')],
      env: options.launcher.env,
      left: () => leftTerminals(place),
    });
  } catch (error) {
    return refuse(
      `The terminal could not be opened: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  await started(place, timing);
}

/** The agent's side: what it is told, as a page and as data. Never a result. */
async function writeTask(
  profile: AgentProfile,
  task: AgentTask,
  place: AttemptPlace,
): Promise<Launch | { readonly problem: string }> {
  const prompt = renderPrompt(task, place);
  await writeFile(path.join(place.answers, 'prompt.md'), prompt);
  await writeFile(path.join(place.answers, 'task.json'), `${JSON.stringify(task, null, 2)}\n`);
  const sentence = promptSentence(place);
  const { answers, records } = place;
  const { model } = task;
  return launchOf(profile, {
    ...{ sentence, prompt, answers, records, session: randomUUID() },
    ...(model !== undefined && { model }),
  });
}

/** Our side: what the launcher starts. */
async function writeRecord(
  { profile, now }: AgentPortOptions,
  { terminateAfter, killAfter }: Timing,
  { argv, env, stdin, file }: Launch,
  task: AgentTask,
  place: AttemptPlace,
): Promise<void> {
  if (file) await writeFile(path.join(place.records, file.name), file.text);
  const { key, number, title } = task.step;
  // The run of a whole stage works at no step.
  const subject = key === '' ? title : `Step ${number} ${title}`;
  await writeLaunch(place.records, {
    schema_version: RECORD_VERSION,
    argv,
    cwd: place.cwd,
    env,
    mark: randomUUID(),
    mode: profile.mode,
    ...(stdin === undefined ? {} : { stdin }),
    terminateAfter,
    killAfter,
    title: plain(
      `${subject}, ${task.node}, with ${profile.name}. The run goes on by itself when its answer is there.`,
    ),
    createdAt: now().toISOString(),
  });
}

/** A plan's words without what would steer the terminal that shows them: its clipboard, its title, its colours. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/** Waits until the agent runs or has ended, at most until the deadline; `outcome` then says that it never started. */
async function started(place: AttemptPlace, timing: Timing): Promise<void> {
  const watch = watchFolders([place.records]);
  const deadline = performance.now() + timing.startWithin;
  try {
    for (;;) {
      const { records, state } = await readLife(place.records);
      if (records.start?.child || state === 'over' || performance.now() >= deadline) return;
      await watch.next(timing.lookEvery);
    }
  } finally {
    watch.close();
  }
}
