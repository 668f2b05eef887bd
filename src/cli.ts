#!/usr/bin/env node
/** The command line: plans and protocols without an editor. */
import { main } from './cli/main';

process.exitCode = main(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
