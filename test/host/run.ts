import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/paths';
import { copyAsRepository, scratchFolder } from '../../scripts/scratch';

export interface HostRun {
  /** VS Code version: of the server host, or for the desktop build one to download. */
  version: string;
  /** File that receives mocha's results, see scripts/test/reporter.cjs. */
  results: string;
  /** Bundle with `run()`; the tests of test/host unless named. */
  testsPath?: string;
  env?: Readonly<Record<string, string>>;
}

/**
 * Runs tests inside VS Code on a fresh copy of test/fixtures/host-workspace: in the desktop build when VSCODE_TEST_HOST is
 * `desktop`, else in the server host. Expects `dist/` to be built.
 *
 * @returns whether the host reported success
 */
export async function runInHost({ version, results, testsPath, env }: HostRun): Promise<boolean> {
  const scratch = await scratchFolder('host');
  const workspace = path.join(scratch, 'host-workspace');
  await copyAsRepository(path.join(root, 'test/fixtures/host-workspace'), workspace);
  const desktop = process.env['VSCODE_TEST_HOST'] === 'desktop';
  try {
    await runTests({
      ...(desktop ? { version } : { vscodeExecutablePath: path.join(root, 'scripts/serverHost.mjs') }),
      extensionDevelopmentPath: root,
      extensionTestsPath: testsPath ?? path.join(root, 'dist/test/host/index.js'),
      extensionTestsEnv: { ...env, STAGE_RUNNER_TEST_RESULTS: results, VSCODE_TEST_VERSION: version },
      launchArgs: [
        workspace,
        `--user-data-dir=${path.join(scratch, 'data')}`,
        `--extensions-dir=${path.join(scratch, 'extensions')}`,
      ],
    });
    return true;
  } catch (error) {
    if (error instanceof TestRunFailedError) return false;
    throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
