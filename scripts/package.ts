import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { mustRun } from './command';
import { root } from './paths';

/** Builds `dist/` with esbuild.mjs. */
export async function buildBundles(): Promise<void> {
  console.log('[build] esbuild');
  await mustRun('The build failed', process.execPath, ['esbuild.mjs'], { cwd: root });
}

/**
 * Packages what `dist/` holds.
 *
 * @returns the path of the VSIX
 */
export async function packageVsix(): Promise<string> {
  console.log('[build] VSIX');
  const packagePath = path.join(root, 'dist', 'stage-runner.vsix');
  await mkdir(path.dirname(packagePath), { recursive: true });
  // The project has no public address yet, so relative links of the README have nothing to be rewritten to.
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  await mustRun(
    'The extension could not be packaged',
    process.execPath,
    [path.join(root, 'node_modules/@vscode/vsce/vsce'), 'package', ...options, '--out', packagePath],
    { cwd: root },
  );
  return packagePath;
}
