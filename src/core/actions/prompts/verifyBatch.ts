/**
 * `verify_batch` and `verify_requested`: the verification of a whole batch, with all that failed (prompts.md 2.4). After
 * the project's own checks come the commands that its prompts ask for, each only where a person has agreed to it in this
 * run: they are text of files in the workspace.
 */
import type { BatchRecord } from '../../batch/record';
import { parseCommandLine } from '../../checkCommand';
import { hasFailed, type CheckRecord } from '../../checks';
import type { RequestedOf } from '../../formats/prompts/run/outcome';
import { code, paragraphs } from '../../formats/prompts/run/shown';
import { personRows } from '../../formats/prompts/run/verification';
import type { State } from '../../protocol/walk';
import type { Action, ActionContext, ActionResult } from '../action';
import { textOf } from '../read';
import { goneFor, keysOf, stageWork } from '../stage/state';
import { failedText } from './failedText';
import { checksIn, childIn, eventsOfBatch } from './recorded';
import { requestedIn, RUN } from './requested';
import { resultsOf } from './runPrompts';
import { mapIn, recordOf, writeAll } from './stageState';
import { CHECKS, redWords } from './verifyPrompt';

/** By command. */
type Choices = ReadonlyMap<string, unknown>;

/** The project's own checks, all of them: a person wants to know everything that fails. */
export const verifyBatch: Action = async (context) => {
  for (const check of CHECKS) await context.runCheck(check);
  return { updates: {} };
};

export const verifyRequested: Action = async (context) => {
  const batch = recordOf(context);
  const requested = requestedOf(context, batch);
  const records = [...checksIn(eventsOfBatch(stageWork(context).events(), batch.number))];
  // What the project's own checks have run already, or this action before it was cut short, is not run twice.
  const ran = new Set(records.map(({ display }) => display));
  const commands = [...new Set(requested.flatMap((one) => one.commands))].filter((one) => !ran.has(one));
  const choices = choicesIn(context.state);
  const open = commands.filter((command) => !choices.has(command));
  if (open.length > 0 && !records.some(hasFailed))
    return { updates: asking(batch, requested, open, choices), next: 'gate_requested_commands' };
  for (const command of commands)
    if (choices.get(command) === RUN) records.push(...(await run(context, command)));
  return close(context, batch, records, choices);
};

/** Of the prompts that were begun: a batch may have ended before the others. */
function requestedOf(context: ActionContext, batch: BatchRecord): readonly RequestedOf[] {
  const work = stageWork(context);
  return requestedIn(eventsOfBatch(work.events(), batch.number), batch).filter(
    ({ key }) => childIn(work.children(), batch.number, key) !== undefined,
  );
}

/** What persons have said of single commands in this run, with the answer that was given last. */
function choicesIn(state: State): Choices {
  const choices = new Map(Object.entries(mapIn(state, 'requested_choices')));
  const choice = textOf(state, 'requested_choice');
  if (choice !== '') for (const command of keysOf(state, 'requested_open')) choices.set(command, choice);
  return choices;
}

function asking(
  { number }: BatchRecord,
  requested: readonly RequestedOf[],
  open: readonly string[],
  choices: Choices,
): State {
  const rows = open.map((command) => {
    const by = requested.filter(({ commands }) => commands.includes(command)).map(({ key }) => code(key));
    return `- ${code(command)} (${by.join(', ')})`;
  });
  return {
    ...{ requested_choices: Object.fromEntries(choices), requested_open: open, requested_choice: '' },
    requested_text: paragraphs(
      `The prompts of batch ${number} ask for these commands, to verify their work:`,
      rows.join('\n'),
      'They come from files of the workspace. Each is run as it stands here, without a shell, in the folder of the project.',
      personRows(requested),
    ),
  };
}

/** Nothing where the text is no plain command line: then no person has agreed to it either. */
async function run(context: ActionContext, command: string): Promise<readonly CheckRecord[]> {
  const argvs = parseCommandLine(command);
  if ('problem' in argvs) return [];
  return [await context.runCommand({ check: 'test', source: 'plan', display: command, argvs })];
}

async function close(
  context: ActionContext,
  batch: BatchRecord,
  records: readonly CheckRecord[],
  choices: Choices,
): Promise<ActionResult> {
  const work = stageWork(context);
  const red = records.filter(hasFailed);
  const why = red.length === 0 ? undefined : `Its batch was not verified. ${red.map(redWords).join(' ')}`;
  const results = resultsOf(context, batch, new Map(), why);
  // One that ended before its last prompts, for the sake of a commit, leaves these to the next.
  await work.endBatch(
    batch.number,
    results.filter((result) => result.run !== undefined || result.outcome === 'skipped'),
  );
  const now = await work.now();
  if ('gone' in now) return goneFor(now);
  const written = await writeAll(context, now);
  // Whoever verifies again is asked about what failed: it may be no command that can ever succeed.
  const failed = new Set(red.map(({ display }) => display));
  const kept = [...choices].filter(([command]) => !failed.has(command));
  const updates = { requested_choices: Object.fromEntries(kept), requested_open: [], requested_choice: '' };
  if (why === undefined) return { updates };
  return {
    updates: { ...updates, failed_text: failedText(written, batch.number) },
    next: 'gate_unverified',
  };
}
