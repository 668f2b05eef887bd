import { ESLint, type Linter } from 'eslint';
import assert from 'node:assert/strict';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
const rules = ['no-restricted-imports', 'no-restricted-globals', 'no-restricted-syntax'];

/** The rules that keep the rings, as `eslint.config.mjs` sets them for a file, without the typed rules beside them. */
async function complaints(file: string, code: string): Promise<(string | null)[]> {
  const own = (await new ESLint({ cwd: root }).calculateConfigForFile(file)) as Linter.Config;
  const only = Object.fromEntries(rules.map((rule) => [rule, own.rules?.[rule] ?? 'off'] as const));
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: [
      { files: ['**/*.ts'], languageOptions: { sourceType: 'module', ecmaVersion: 2023 }, rules: only },
    ],
  });
  const [result] = await eslint.lintText(code, { filePath: path.join(root, file) });
  return result?.messages.map((message) => message.ruleId) ?? [];
}

const forbidden: readonly (readonly [file: string, code: string])[] = [
  ['src/core/a.ts', `import * as vscode from 'vscode';`],
  ['src/core/a.ts', `import { readFile } from 'node:fs/promises';`],
  ['src/core/a.ts', `import fs from 'fs';`],
  ['src/core/a.ts', `import { spawn } from 'node:child_process';`],
  ['src/core/a.ts', `import os from 'node:os';`],
  ['src/core/a.ts', `import { simpleGit } from 'simple-git';`],
  ['src/core/a.ts', `import { git } from '../node/git';`],
  ['src/core/deep/a.ts', `import { git } from '../../node/git';`],
  ['src/core/a.ts', `import { words } from '../vscode/words';`],
  ['src/core/a.ts', `export const git = () => import('../node/git');`],
  ['src/core/a.ts', `export const fs = () => import('node:fs');`],
  ['src/core/a.ts', `export { git } from '../node/git';`],
  ['src/core/a.ts', `export const now = () => Date.now();`],
  ['src/core/a.ts', `export const now = () => new Date();`],
  ['src/core/a.ts', `export const id = () => Math.random();`],
  ['src/core/a.ts', `export const home = () => process.env.HOME;`],
  ['src/node/a.ts', `import * as vscode from 'vscode';`],
  ['src/node/deep/a.ts', `import { words } from '../../vscode/words';`],
  ['src/node/a.ts', `export const vscode = () => import('vscode');`],
  ['src/cli.ts', `import { words } from './vscode/words';`],
  ['src/webview/a.ts', `import * as vscode from 'vscode';`],
  ['src/webview/a.ts', `import { words } from '../vscode/words';`],
  ['src/webview/a.ts', `import { git } from '../node/git';`],
  ['src/webview/a.ts', `import { join } from 'node:fs';`],
];

const allowed: readonly (readonly [file: string, code: string])[] = [
  ['src/core/a.ts', `import path from 'node:path';`],
  ['src/core/a.ts', `import { parse } from 'yaml';`],
  ['src/core/a.ts', `import { plan } from './plan';`],
  ['src/core/a.ts', `export const at = (ms) => new Date(ms).toISOString();`],
  ['src/node/a.ts', `import { readFile } from 'node:fs/promises';`],
  ['src/node/a.ts', `import { plan } from '../core/plan';`],
  ['src/node/a.ts', `export const git = () => import('simple-git');`],
  ['src/cli.ts', `import { scanner } from './node/plans/scanner';`],
  ['src/vscode/a.ts', `import * as vscode from 'vscode';`],
  ['src/vscode/a.ts', `import { scanner } from '../node/plans/scanner';`],
];

describe('the rings', function () {
  this.timeout(30_000); // the first case loads ESLint with its type information

  for (const [file, code] of forbidden) {
    it(`${file} may not: ${code}`, async () => {
      assert.equal((await complaints(file, code)).length, 1);
    });
  }
  for (const [file, code] of allowed) {
    it(`${file} may: ${code}`, async () => {
      assert.deepEqual(await complaints(file, code), []);
    });
  }
});
