#!/usr/bin/env node
/** The command line: plans and protocols without an editor. */
import { setFlagsFromString } from 'node:v8';
import { main } from './cli/main';

/** As sysexits.h has it for an error inside the program itself. */
const BUG = 70;

// Node 20 optimises early what a process of a fifth of a second never gets back: a third of all its work on real trees.
// Later ones have a cheaper compiler in between, and know no such flag.
if (process.version.startsWith('v20.')) setFlagsFromString('--interrupt-budget=500000');

// Whoever reads our output may have seen enough of it, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

main(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`This is a bug in Stage Runner. Please report it with these lines:\n${what}\n`);
    process.exitCode = BUG;
  },
);
