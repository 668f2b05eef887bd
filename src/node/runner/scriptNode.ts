/** Script nodes: a built-in action, or a file beside the graph. */
import { readdir } from 'node:fs/promises';
import { builtinActions } from '../../core/actions';
import type { ActionContext, ActionResult } from '../../core/actions/action';
import type { ScriptNode } from '../../core/protocol/graph';
import type { Token } from '../../core/protocol/walk';
import { okstraFilesOf } from '../okstra/okstraFiles';
import { stagedWorkOf } from '../staged/stagedWork';
import { findCheckFor, runCheckFor, runCommandFor } from './checkPort';
import { keepProposals, proposalsIn } from './planProtection';
import { failed, PAUSED, type Drive, type Performed } from './drive';
import { errorCode } from './files';
import { readPlanText, writePlanText } from './planText';
import { promptsWorkOf } from './promptsWork';
import { performScriptFile } from './scriptFile';
import { workTreeOf } from './workTree';

export async function performScript(drive: Drive, token: Token, node: ScriptNode): Promise<Performed> {
  if (node.runs.kind === 'file') return performScriptFile(drive, token, node, node.runs.file);
  const action = Object.hasOwn(builtinActions, node.runs.action)
    ? builtinActions[node.runs.action]
    : undefined;
  if (action === undefined) throw new Error(`There is no built-in action "${node.runs.action}"`);
  let done: ActionResult;
  try {
    if (node.runs.action === 'check_handoff') await completeHandoff(drive, token);
    done = await action(actionContext(drive, token, node));
  } catch (error) {
    if (drive.signal.aborted) return PAUSED;
    if (errorCode(error) === undefined) throw error;
    const detail = `"${node.id}" failed: A file could not be read or written: ${String(error)}`;
    return failed(node, { code: 'disk_error', detail });
  }
  if (drive.signal.aborted) return PAUSED;
  if ('failed' in done) {
    return failed(node, { code: 'script_failed', detail: `"${node.id}" failed: ${done.failed}` });
  }
  const { changes, note } = done;
  if (changes && changes.length > 0)
    await drive.append({ type: 'files_changed', token: token.id, node: node.id, changes });
  if ('stop' in done) {
    if (note !== undefined) await drive.append({ type: 'note', text: note });
    return { kind: 'stop', stop: done.stop };
  }
  const { updates, next } = done;
  return {
    kind: 'left',
    result: { updates, ...(next !== undefined && { next }) },
    ...(note !== undefined && { note }),
  };
}

/** What agents may not change themselves stands in the handoff before it is judged, for a person to decide. */
async function completeHandoff(drive: Drive, token: Token): Promise<void> {
  const { folder, plan, step } = drive.header;
  const place = { folder, root: plan.root };
  const changes =
    step.handoff === undefined ? [] : await keepProposals(place, step.handoff, proposalsIn(token.state));
  if (changes.length > 0)
    await drive.append({ type: 'files_changed', token: token.id, node: token.node, changes });
}

function actionContext(drive: Drive, token: Token, node: ScriptNode): ActionContext {
  const { header, host, store, stage } = drive;
  const { folder, plan } = header;
  const okstra = okstraFilesOf(drive);
  const staged = stagedWorkOf(drive);
  const prompts = promptsWorkOf(drive);
  return {
    state: token.state,
    header,
    projectDir: folder,
    plansDir: plan.root,
    env: host.env,
    ...(stage && { stage }),
    readText: (file) => readPlanText(folder, file),
    listFiles,
    writeText: (file, text) => writePlanText({ folder, root: plan.root }, file, text),
    findCheck: (check) => findCheckFor(drive, check),
    runCheck: (check) => runCheckFor(drive, token, node, check),
    runCommand: (command) => runCommandFor(drive, token, node, command),
    tree: workTreeOf(folder),
    journals: { runs: () => store.runs(), events: (run) => store.events(run) },
    ...(okstra && { okstra }),
    ...(host.copy && { copy: host.copy.bind(host) }),
    ...(staged && { staged }),
    ...(prompts && { prompts }),
  };
}

async function listFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    return names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
