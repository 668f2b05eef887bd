/** `stage-runner check [DIR]`: what is wrong in the plans of a folder. */
import { relative } from 'node:path';
import { MAP_JSON_VERSION, problemJson } from '../core/mapJson';
import { problemsOf } from '../core/planProblems';
import type { Problem } from '../core/problem';
import { readArgs } from './args';
import type { Io } from './io';
import { inOneLine, printable, problemCount, problemLine } from './text';
import { readWorkspace } from './workspace';

const USAGE = { line: 'stage-runner check [DIR] [--json]', flags: ['json'] } as const;

/** 0: no errors, though there may be warnings; 1: errors, or the folder cannot be read; 2: wrong usage. */
export async function checkCommand(args: readonly string[], io: Io): Promise<number> {
  const asked = readArgs(args, USAGE, io);
  if ('exit' in asked) return asked.exit;
  const read = await readWorkspace(asked.name);
  if ('refused' in read) {
    io.err(`${read.refused}\n`);
    return 1;
  }
  const problems = [...read.problems, ...read.map.plans.flatMap(({ plan }) => [...problemsOf(plan)])];
  if (asked.flags.has('json'))
    io.out(
      `${JSON.stringify({ schema_version: MAP_JSON_VERSION, problems: problems.map(problemJson) }, null, 2)}\n`,
    );
  else io.out(printable(checkText(problems)));
  return problems.some(({ severity }) => severity === 'error') ? 1 : 0;
}

/** A line for each problem, with paths as seen from the working folder, and how to mend it under it. */
function checkText(problems: readonly Problem[]): string {
  const lines = problems.flatMap((problem) => [
    problemLine(relative('', problem.file), problem),
    ...(problem.example === undefined ? [] : [inOneLine(`    for example: ${problem.example}`)]),
  ]);
  return [...lines, `${problemCount(problems)}.`, ''].join('\n');
}
