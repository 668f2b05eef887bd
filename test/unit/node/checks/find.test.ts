import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCheck, readProject } from '../../../../src/node/checks/find';

describe('finding a check in a project folder', () => {
  let folder: string;
  const sources = { testCommands: [], setting: undefined, env: {} };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'project-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('reads the build files, and only files', async () => {
    await writeFile(join(folder, 'package.json'), '{"scripts":{"test":"x"}}');
    await writeFile(join(folder, 'pnpm-lock.yaml'), '');
    await mkdir(join(folder, 'Makefile'));
    assert.deepEqual(await readProject(folder), {
      names: ['package.json', 'pnpm-lock.yaml'],
      texts: { 'package.json': '{"scripts":{"test":"x"}}' },
    });
    assert.deepEqual(await findCheck('test', folder, sources), {
      check: 'test',
      source: 'detected',
      display: 'pnpm run test',
      argvs: [{ argv: ['pnpm', 'run', 'test'], env: {} }],
    });
  });

  it('does not read a build file of more than a mebibyte', async () => {
    const file = join(folder, 'Makefile');
    await writeFile(file, 'test:\n');
    assert.equal((await readProject(folder)).texts['Makefile'], 'test:\n');
    await truncate(file, 1024 * 1024 + 1);
    assert.deepEqual((await readProject(folder)).texts, {});
  });

  it('passes over links that lead nowhere or in circles', async () => {
    await symlink('missing', join(folder, 'Makefile'));
    await symlink('justfile', join(folder, 'justfile'));
    assert.deepEqual((await readProject(folder)).texts, {});
  });

  it('gives the record in place of a command when there is none', async () => {
    const record = await findCheck('lint', folder, sources);
    assert.ok('status' in record);
    assert.equal(record.status, 'not_run');
  });

  it('throws when the folder is not there', async () => {
    await assert.rejects(findCheck('lint', join(folder, 'gone'), sources), { code: 'ENOENT' });
  });
});
