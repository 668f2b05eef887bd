/** The command line: plans and protocols without an editor. */
import { version } from '../../package.json';
import type { Io } from './io';
import { protocolCommand } from './protocol';

const HELP = `stage-runner ${version}

  stage-runner protocol FILE [--json]   check a protocol: its nodes, routes and problems
  stage-runner --help                   this text
  stage-runner --version                the version

Exit code: 0 no errors, 1 the file has errors, 2 the command was not understood.
`;

/** Runs one command; gives the exit code. */
export function main(args: readonly string[], io: Io): number {
  const [command, ...rest] = args;
  if (command === 'protocol') return protocolCommand(rest, io);
  if (command === '--help' || command === '-h') {
    io.out(HELP);
    return 0;
  }
  if (command === '--version') {
    io.out(`${version}\n`);
    return 0;
  }
  io.err(command === undefined ? HELP : `Unknown command: ${JSON.stringify(command)}\n\n${HELP}`);
  return 2;
}
