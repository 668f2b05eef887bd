/** The arguments of a command: at most one positional, and flags. */
import { parseArgs } from 'node:util';
import type { Io } from './io';

export interface Asked {
  /** The one positional argument; empty when it is left out. */
  readonly name: string;
  readonly flags: ReadonlySet<string>;
  /** Values of the options that take one. */
  readonly values: ReadonlyMap<string, string>;
}

export interface Usage {
  /** The usage line, without the word "Usage". */
  readonly line: string;
  /** What the positional is, where it must not be left out: `one protocol file`. */
  readonly needs?: string;
  readonly flags?: readonly string[];
  readonly values?: readonly string[];
}

/** What was asked; or the exit code, after usage or what is wrong was printed. */
export function readArgs(args: readonly string[], usage: Usage, io: Io): Asked | { readonly exit: number } {
  const text = `Usage: ${usage.line}\n`;
  const read = parsed(args, usage);
  if ('problem' in read) {
    io.err(`${read.problem}\n${text}`);
    return { exit: 2 };
  }
  if (!read.flags.has('help')) return read;
  io.out(text);
  return { exit: 0 };
}

function parsed(args: readonly string[], usage: Usage): Asked | { readonly problem: string } {
  const flags = ['help', ...(usage.flags ?? [])].map((name) => [name, { type: 'boolean' }] as const);
  const values = (usage.values ?? []).map((name) => [name, { type: 'string' }] as const);
  try {
    const read = parseArgs({
      args: args.map((arg) => (arg === '-h' ? '--help' : arg)),
      options: Object.fromEntries<{ type: 'boolean' | 'string' }>([...flags, ...values]),
      allowPositionals: true,
    });
    const [name = '', more] = read.positionals;
    const given = Object.entries<unknown>(read.values);
    const asked = new Set(given.flatMap(([key, value]) => (value === true ? [key] : [])));
    if (more !== undefined)
      return { problem: `One argument was expected, and ${JSON.stringify(more)} is another.` };
    if (name === '' && usage.needs !== undefined && !asked.has('help'))
      return { problem: `Name ${usage.needs}.` };
    const texts = given.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : []));
    return { name, flags: asked, values: new Map(texts) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { problem: error.message };
  }
}
