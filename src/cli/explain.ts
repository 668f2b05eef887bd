/** `stage-runner explain STEP`: why one step has the status that it has. */
import { relative, resolve } from 'node:path';
import { problemJson, stepJson } from '../core/mapJson';
import type { StageMap, StepView } from '../core/status';
import { readArgs } from './args';
import { explainText } from './explainText';
import type { Io } from './io';
import { printable } from './text';
import { readWorkspace } from './workspace';

const USAGE = {
  line: 'stage-runner explain STEP [--dir DIR] [--json]',
  needs: 'one step: its number, its key or its file',
  flags: ['json'],
  values: ['dir'],
} as const;

/** Of the `--json` output. */
const SCHEMA_VERSION = 1;

/** 0: explained; 1: there is no such step, or several, or the folder cannot be read; 2: wrong usage. */
export async function explainCommand(args: readonly string[], io: Io): Promise<number> {
  const asked = readArgs(args, USAGE, io);
  if ('exit' in asked) return asked.exit;
  const read = await readWorkspace(asked.values.get('dir') ?? '');
  if ('refused' in read) {
    io.err(`${read.refused}\n`);
    return 1;
  }
  const [step, ...others] = stepsNamed(read.map, asked.name);
  if (step === undefined) {
    io.err(`There is no step ${printable(JSON.stringify(asked.name))} in the plans of this folder.\n`);
    return 1;
  }
  if (others.length > 0) {
    const places = [step, ...others].map(({ step: { file } }) => `  ${relative('', file)}`);
    io.err(printable(`Several steps are called so. Name the file of one:\n${places.join('\n')}\n`));
    return 1;
  }
  if (asked.flags.has('json')) io.out(`${JSON.stringify(explained(step), null, 2)}\n`);
  else io.out(printable(explainText(step)));
  return 0;
}

/** By file, else by key, else by number: the first way that finds any. */
function stepsNamed(map: StageMap, name: string): StepView[] {
  const steps = map.plans.flatMap((view) => view.steps);
  const file = resolve(name);
  const ways = [
    ({ step }: StepView) => step.file === file,
    ({ step }: StepView) => step.key === name,
    ({ step }: StepView) => step.number === name,
  ];
  return ways.map((way) => steps.filter(way)).find((found) => found.length > 0) ?? [];
}

function explained(view: StepView): unknown {
  return {
    schema_version: SCHEMA_VERSION,
    plan: view.plan,
    step: stepJson(view),
    problems: view.step.problems.map(problemJson),
  };
}
