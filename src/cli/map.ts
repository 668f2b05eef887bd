/** `stage-runner map [DIR]`: the plans of a folder, their stages and steps, and how each stands. */
import { relative } from 'node:path';
import { mapJson } from '../core/mapJson';
import { readArgs } from './args';
import type { Io } from './io';
import { mapText } from './mapText';
import { printable, problemLine } from './text';
import { readWorkspace } from './workspace';

const USAGE = {
  line: 'stage-runner map [DIR] [--json] [--format FORMAT] [--all]',
  flags: ['json', 'all'],
  values: ['format'],
} as const;

/** 0: the map was printed, whatever is on it; 1: the folder cannot be read; 2: wrong usage. */
export async function mapCommand(args: readonly string[], io: Io): Promise<number> {
  const asked = readArgs(args, USAGE, io);
  if ('exit' in asked) return asked.exit;
  const format = asked.values.get('format');
  const { PLAN_FORMATS } = await import('../core/formats/index');
  const ids = PLAN_FORMATS.map(({ id }) => id);
  if (format !== undefined && !ids.includes(format)) {
    io.err(`There is no format ${JSON.stringify(format)}. There are: ${ids.join(', ')}.\n`);
    return 2;
  }
  const read = await readWorkspace(asked.name, asked.flags.has('all'));
  if ('refused' in read) {
    io.err(`${read.refused}\n`);
    return 1;
  }
  const plans = read.map.plans.filter(({ plan }) => format === undefined || plan.format === format);
  const map = { ...read.map, plans };
  if (asked.flags.has('json')) io.out(`${JSON.stringify(mapJson(map, read.problems), null, 2)}\n`);
  else {
    io.out(`${plans.length === 0 ? 'No plans were found here.' : printable(mapText(map))}\n`);
    for (const problem of read.problems)
      io.err(`${printable(problemLine(relative('', problem.file), problem))}\n`);
  }
  return 0;
}
