/** One start of an agent from its `launch.json`, with a start and an end record whatever happens. */
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { endTree } from '../processes/endTree';
import { identify } from '../processes/identity';
import { errorCode } from '../runner/files';
import { type Agent, startAgent } from './agentProcess';
import { endRequested, type EndRequest } from './endRequest';
import {
  claimStart,
  completeStart,
  type LaunchRecord,
  readRecords,
  RECORD_VERSION,
  writeEnd,
} from './records';
import { resetTerminal, say } from './terminal';

export interface LaunchEnd {
  /** 0 after an end that we asked for, else the agent's own (128 and the signal's number when a signal ended it), 1 when nothing was started. */
  readonly exitCode: number;
  /** What is on the screen is worth reading: nobody has closed the terminal or pressed Stop. */
  readonly worthReading: boolean;
}

/** Runs what `launch.json` in the records folder says. */
export async function launch(folder: string): Promise<LaunchEnd> {
  const { launch: record } = await readRecords(folder);
  if (record === undefined) throw new Error(`There is no launch.json in ${folder}.`);
  const start = {
    schema_version: RECORD_VERSION,
    launcher: await identify(process.pid),
    startedAt: new Date().toISOString(),
  };
  if (!(await claimStart(folder, start))) {
    say('This attempt was started before; nothing is started a second time.');
    return { exitCode: 1, worthReading: false };
  }
  // From here on a closed terminal or a stop must leave a record, so both are listened to before anything runs.
  const request = endRequested(folder, record.mode);
  say(record.title);
  const agent = await startAgent(folder, record);
  if ('error' in agent) return notStarted(folder, startProblem(record, agent.error));
  await completeStart(folder, { ...start, child: agent.identity });
  return finish(folder, record, agent, request);
}

async function finish(
  folder: string,
  record: LaunchRecord,
  agent: Agent,
  request: EndRequest,
): Promise<LaunchEnd> {
  const reason = await Promise.race([agent.exited.then(() => 'exited' as const), request.reason]);
  if (reason !== 'exited') say(ENDING[reason]);
  // A closed terminal has hung up on the agent already, and leaves us only seconds ourselves.
  const hurry = { ...record, terminateAfter: 0, killAfter: Math.min(2_000, record.killAfter) };
  const { left } = await endTree(agent.identity, reason === 'terminal_closed' ? hurry : record);
  request.close();
  const { exitCode, signal } = await agent.exited;
  const notKept = await agent.closeOutput();
  if (notKept) say(`Not all of the agent's output could be kept: ${notKept.message}.`);
  await writeEnd(folder, { exitCode, signal, endedAt: new Date().toISOString(), reason });
  if (reason !== 'exited' && record.mode === 'interactive') resetTerminal();
  if (left.length > 0) say(`These processes could not be ended: ${left.join(', ')}.`);
  if (reason !== 'exited') {
    say('The agent has ended. Stage Runner goes on by itself.');
    return { exitCode: 0, worthReading: reason === 'turn_over' || reason === 'timed_out' };
  }
  say('The agent has left. Stage Runner looks at its answer.');
  return { exitCode: exitCode ?? 128 + (signal ? constants.signals[signal] : 0), worthReading: true };
}

const ENDING = {
  turn_over: "The agent's answer is there. Its processes are being ended.",
  stopped: 'Stopped. The agent and its processes are being ended.',
  timed_out: 'The time for this step is used up. The agent and its processes are being ended.',
  terminal_closed: 'The terminal is closing. The agent and its processes are being ended.',
};

async function notStarted(folder: string, problem: string): Promise<LaunchEnd> {
  await writeEnd(folder, {
    exitCode: null,
    signal: null,
    endedAt: new Date().toISOString(),
    reason: 'not_started',
    problem,
  });
  say(problem);
  return { exitCode: 1, worthReading: true };
}

function startProblem(record: LaunchRecord, error: Error): string {
  const program = record.argv[0] ?? '';
  if (!existsSync(record.cwd))
    return `Could not start "${program}": its working folder ${record.cwd} is not there.`;
  switch (errorCode(error)) {
    case 'ENOENT':
      return `Could not start "${program}": no program of this name is on the PATH. Install it, or name its full path in the setting stageRunner.agents.`;
    case 'EACCES':
      return `Could not start "${program}": it may not be executed. Check the file's permissions.`;
    case 'E2BIG':
      return `Could not start "${program}": its arguments are too long. Let it read the prompt from a file.`;
    default:
      return `Could not start "${program}": ${error.message}`;
  }
}
