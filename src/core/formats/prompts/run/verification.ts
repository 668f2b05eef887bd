/** What verifies a batch, in the documents of its run: what was run, what its prompts ask for, and what is left to a person. */
import type { CheckRecord } from '../../../checks';
import type { BatchOutcome, RequestedOf } from './outcome';
import { block, code, paragraphs, rows, words } from './shown';

type Verified = Pick<BatchOutcome, 'checks' | 'state' | 'requested'>;

/** What was verified at the end of a batch, a row each, with the lines that decide where it is not green. */
export function verification(batch: Verified): string {
  const { checks, state, requested } = batch;
  const asked = requestedRows(batch);
  return paragraphs(
    checks.length > 0
      ? checks.map(checkPart).join('\n')
      : state === 'running'
        ? 'The batch is verified at its end.'
        : 'Nothing was verified.',
    asked === '' ? '' : `Asked for by ${requested.length === 1 ? 'the prompt' : 'its prompts'}:`,
    asked,
  );
}

function checkPart(record: CheckRecord): string {
  const { check, status, display, lines, source } = record;
  if (status === 'not_run') return `- ${check} was not run: ${words(display)}`;
  const row = `- ${code(display)} (${source === 'plan' ? 'asked for' : check}) -> ${ending(record)}`;
  return status === 'passed' || lines.length === 0 ? row : `${row}\n\n${block(lines.join('\n'))}`;
}

/** How a check that was run came out. */
export function ending({ status, exitCode }: CheckRecord): string {
  if (status === 'timed_out') return 'took too long and was ended';
  return typeof exitCode === 'number' ? `exit ${exitCode}` : 'no exit code';
}

function requestedRows({ requested, checks, state }: Verified): string {
  const notRun = state === 'running' ? 'not run yet' : 'not run, to be checked by a person';
  const ofCommands = requested.flatMap(({ key, commands }) =>
    commands.map((command) => {
      const record = checks.find(({ display, status }) => display === command && status !== 'not_run');
      return `- ${code(key)}: ${code(command)} -> ${record ? ending(record) : notRun}`;
    }),
  );
  return rows([...ofCommands, ...personList(requested)]);
}

/** What only a person can check, a row each; empty where there is nothing. */
export function personRows(requested: readonly RequestedOf[]): string {
  return rows(personList(requested));
}

function personList(requested: readonly RequestedOf[]): string[] {
  return requested.flatMap(({ key, byPerson }) =>
    byPerson.map(({ text, why }) => {
      const what = why === undefined ? words(text) : `${code(text)}. It is not run: ${words(why)}`;
      return `- ${code(key)}, to be checked by a person: ${what}`;
    }),
  );
}
