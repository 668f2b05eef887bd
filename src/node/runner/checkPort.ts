/** Runs a check for an action and keeps what it showed in the journal. */
import { join } from 'node:path';
import type { CheckCommand, CheckName, CheckRecord } from '../../core/checks';
import type { ScriptNode } from '../../core/protocol/graph';
import type { Token } from '../../core/protocol/walk';
import { findCheck } from '../checks/find';
import { runCheck } from '../checks/run';
import type { Drive } from './drive';
import { processCare } from './processRecords';

/** The command of a check, or the record in its place. */
export function findCheckFor({ header, host }: Drive, check: CheckName): Promise<CheckCommand | CheckRecord> {
  return findCheck(check, header.folder, {
    testCommands: header.step.testCommands ?? [],
    setting: host.checkSetting(check),
    env: host.env,
  });
}

/** Finds the check's command and runs it. Rejects when the drive's signal ended it: there is no record then. */
export async function runCheckFor(
  drive: Drive,
  token: Token,
  node: ScriptNode,
  check: CheckName,
): Promise<CheckRecord> {
  const command = await findCheckFor(drive, check);
  if ('status' in command) {
    await drive.append({ type: 'check_ended', token: token.id, node: node.id, record: command });
    return command;
  }
  return runCommandFor(drive, token, node, command);
}

/** Runs a command as a check, as `runCheckFor` does. */
export async function runCommandFor(
  drive: Drive,
  token: Token,
  node: ScriptNode,
  command: CheckCommand,
): Promise<CheckRecord> {
  const { header, host } = drive;
  const started = drive.events().filter(({ type }) => type === 'check_started').length;
  const outputFile = join(drive.folder, 'checks', `${started + 1}-${command.check}.log`);
  await drive.append({
    type: 'check_started',
    token: token.id,
    node: node.id,
    check: command.check,
    command: command.display,
    outputFile,
  });
  const record = await runCheck(command, {
    cwd: header.folder,
    timeoutSeconds: node.timeoutSeconds,
    outputFile,
    signal: drive.signal,
    env: host.env,
    ...processCare(drive),
  });
  drive.signal.throwIfAborted();
  await drive.append({ type: 'check_ended', token: token.id, node: node.id, record });
  return record;
}
