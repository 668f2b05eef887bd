/** `npm run test:agents [-- ID…]`: the real CLIs against a scripted model, each in a real terminal. Not part of `npm test`. */
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleLauncher } from '../unit/node/agents/stage';
import { Bench, type StartModel } from './bench';
import { CASES } from './cases';
import { CLIS } from './clis';
import { install } from './install';

const server = path.resolve(__dirname, '../../../shared/tools/scripted-model/server.mjs');

async function main(ids: readonly string[]): Promise<number> {
  const missing = missingTool();
  if (missing !== undefined) {
    console.error(missing);
    return 1;
  }
  const { startServer } = (await import(pathToFileURL(server).href)) as { startServer: StartModel };
  const launcher = await bundleLauncher();
  const rows: {
    readonly cli: string;
    readonly test: string;
    readonly passed: boolean;
    readonly saw: string;
  }[] = [];
  try {
    for (const cli of CLIS.filter(({ id }) => ids.length === 0 || ids.includes(id))) {
      const programs = await install(cli);
      for (const [test, run] of Object.entries(CASES)) {
        if (test === 'headless, granted' && !cli.grant) continue;
        const bench = new Bench(cli, programs, launcher, startServer);
        const result = await run(cli, bench).then((saw) => ({ passed: true, saw }), failed);
        await bench.close();
        console.log(`${result.passed ? '✔' : '✘'} ${cli.id}: ${test}: ${result.saw}`);
        rows.push({ cli: `${cli.id} ${cli.version}`, test, ...result });
      }
    }
  } finally {
    rmSync(path.dirname(launcher), { recursive: true });
  }
  printTable(rows);
  const passed = rows.filter((row) => row.passed).length;
  console.log(`${passed} passed, ${rows.length - passed} failed`);
  return passed === rows.length && passed > 0 ? 0 : 1;
}

function failed(error: unknown): { passed: boolean; saw: string } {
  return { passed: false, saw: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** What is not on this machine, as one sentence. */
function missingTool(): string | undefined {
  if (process.platform !== 'linux')
    return 'These tests look for left processes in /proc, so they need Linux.';
  if (!existsSync(server))
    return `The scripted model is missing: ${server} belongs to the shared inputs beside this repository.`;
  try {
    execFileSync('tmux', ['-V']);
    return undefined;
  } catch (error) {
    return `tmux is missing, in whose terminals the agents run (${String(error)}). Install it: apt-get install tmux`;
  }
}

function printTable(
  rows: readonly {
    readonly cli: string;
    readonly test: string;
    readonly passed: boolean;
    readonly saw: string;
  }[],
): void {
  console.log('\nIn a real terminal (tmux), but for "headless"; each CLI at its own default permissions:');
  for (const { cli, test, passed, saw } of rows) {
    console.log(
      `${cli.padEnd(18)} ${test.padEnd(22)} ${passed ? saw : `FAILED: ${saw.split('\n')[0] ?? ''}`}`,
    );
  }
  console.log(
    'Not covered: real models and logins, macOS, Windows, the terminal of VS Code itself; "custom" and "sample" need no CLI.',
  );
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
