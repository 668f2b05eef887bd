import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { runInHost } from '../test/host/run';
import { run } from './command';
import { buildBundles, packageVsix } from './package';
import { root } from './paths';
import { scratchFolder } from './scratch';
import { setUp } from './setup';
import { newest, releases } from './setup/hosts';
import { readResults, single, summary, type SuiteResult } from './test/results';
import { ToolError } from './toolError';

type Suite = (scratch: string) => Promise<SuiteResult>;

const bin = (name: string): string => path.join(root, 'node_modules', name);

const suites: Readonly<Record<string, Suite>> = {
  lint: tool('lint', [bin('eslint/bin/eslint.js'), '.']),
  types: tool('types', [bin('typescript/bin/tsc'), '-p', '.']),
  'types of pages': tool('types of pages', [bin('typescript/bin/tsc'), '-p', 'src/webview']),
  format: tool('format', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.']),
  build: tool('build', ['esbuild.mjs', '--check']),
  unit: (scratch) => mochaSuite('unit', scratch, {}),
  ...Object.fromEntries(releases.map(({ vscode }) => [`host ${vscode}`, hostSuite(vscode)])),
  e2e: e2eSuite,
};

/** `npm test [-- SUITE…]`: runs every suite, or the ones named by their first word, and counts the tests. */
export async function main(args: readonly string[]): Promise<number> {
  const known = new Set(Object.keys(suites).map(firstWord));
  const unknown = args.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new ToolError(
      `There is no suite "${unknown.join('", "')}": name some of ${[...known].join(', ')}.`,
    );
  }
  const wanted = Object.entries(suites).filter(
    ([name]) => args.length === 0 || args.includes(firstWord(name)),
  );
  const scratch = await scratchFolder('test');
  const results = new Map<string, SuiteResult>();
  const missing = await prepare(wanted.map(([name]) => firstWord(name)));
  for (const [name, suite] of wanted) {
    if (missing && ['host', 'e2e'].includes(firstWord(name))) {
      results.set(name, { passed: [], failed: [], skipped: ['the whole suite'] });
      continue;
    }
    console.log(`\n== ${name} ==`);
    results.set(name, await suite(scratch));
  }
  await rm(scratch, { recursive: true, force: true });
  if (missing) console.error(`\n${missing}`);
  console.log(`\n${summary(results)}`);
  const failed = [...results.values()].some((result) => result.failed.length > 0);
  return failed || missing ? 1 : 0;
}

/** Sets up and builds what the suites inside VS Code need; gives one sentence when that cannot be had. */
async function prepare(wanted: readonly string[]): Promise<string | undefined> {
  try {
    const desktop = process.env['VSCODE_TEST_HOST'] === 'desktop';
    if (wanted.includes('e2e') || (wanted.includes('host') && !desktop)) await setUp(releases);
    if (wanted.includes('host') || wanted.includes('e2e')) await buildBundles();
    return undefined;
  } catch (error) {
    if (error instanceof ToolError) return error.message;
    throw error;
  }
}

function tool(name: string, args: readonly string[]): Suite {
  return async () => {
    const { code } = await run(process.execPath, args, { cwd: root, show: true });
    return single(name, code === 0);
  };
}

function hostSuite(version: string): Suite {
  return async (scratch) => {
    const results = path.join(scratch, `host-${version}.json`);
    const good = await runInHost({ version, results });
    return readResults('the extension host', results, good);
  };
}

async function e2eSuite(scratch: string): Promise<SuiteResult> {
  await mkdir(path.join(root, 'test/e2e/artifacts'), { recursive: true });
  const vsix = await packageVsix();
  return mochaSuite('e2e', scratch, { STAGE_RUNNER_VSIX: vsix, VSCODE_TEST_VERSION: newest.vscode });
}

async function mochaSuite(
  name: 'unit' | 'e2e',
  scratch: string,
  env: Record<string, string>,
): Promise<SuiteResult> {
  const files = (await readdir(path.join(root, 'test', name), { recursive: true }))
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => path.join('test', name, file));
  const results = path.join(scratch, `${name}.json`);
  const options = ['--import=tsx', '--forbid-only', '--reporter=scripts/test/reporter.cjs'];
  const timeout = name === 'e2e' ? '--timeout=240000' : '--timeout=20000';
  const { code } = await run(process.execPath, [bin('mocha/bin/mocha.js'), ...options, timeout, ...files], {
    cwd: root,
    show: true,
    env: { ...process.env, ...env, STAGE_RUNNER_TEST_RESULTS: results },
  });
  return readResults(name, results, code === 0);
}

function firstWord(name: string): string {
  return name.split(' ')[0] ?? name;
}
