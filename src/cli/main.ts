/** The command line: plans and protocols without an editor. */
import { version } from '../../package.json';
import type { Io } from './io';

const HELP = `stage-runner ${version}

  stage-runner map [DIR]        every plan below a folder, and how its steps stand
      --json                    for programs (docs/map-json.md)
      --format FORMAT           only plans of one format
      --all                     archived milestones too
  stage-runner check [DIR]      what is wrong in the plans  [--json]
  stage-runner explain STEP     why a step stands as it does; STEP is its number, key or file
      --dir DIR                 where to look, if not here  [--json]
  stage-runner protocol FILE    check a protocol: its nodes, routes and problems  [--json]
  stage-runner --help           this text
  stage-runner --version        the version

Exit code: 0 no errors, 1 what was read has errors or cannot be read, 2 the command was not understood.
`;

type Command = (args: readonly string[], io: Io) => number | Promise<number>;

/** Each loads what it needs when it is asked for. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  map: async () => (await import('./map')).mapCommand,
  check: async () => (await import('./check')).checkCommand,
  explain: async () => (await import('./explain')).explainCommand,
  protocol: async () => (await import('./protocol')).protocolCommand,
};

/** Runs one command; gives the exit code. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h') {
    io.out(HELP);
    return 0;
  }
  if (name === '--version') {
    io.out(`${version}\n`);
    return 0;
  }
  if (name !== undefined && Object.hasOwn(COMMANDS, name)) return (await COMMANDS[name]?.())?.(rest, io) ?? 2;
  io.err(name === undefined ? HELP : `Unknown command: ${JSON.stringify(name)}\n\n${HELP}`);
  return 2;
}
