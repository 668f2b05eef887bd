/** The launcher: started in a terminal with the path of a `launch.json`, it starts the agent and leaves a record of it. */
import * as path from 'node:path';
import { launch } from './launch';
import { keptOpen } from './terminal';

const file = process.argv[2];
if (file === undefined) {
  console.error('Usage: launcher <launch.json>');
  process.exit(2);
}
launch(path.dirname(path.resolve(file))).then(
  async ({ exitCode, worthReading }) => {
    if (worthReading) await keptOpen();
    process.exit(exitCode);
  },
  (error: unknown) => {
    console.error('Stage Runner: the launcher failed.', error);
    process.exit(70);
  },
);
