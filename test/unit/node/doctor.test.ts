import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examine, type DoctorInput } from '../../../src/node/doctor';

describe('doctor, on a machine', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'stage-runner-doctor-'));
    await mkdir(join(root, 'app'));
  });
  afterEach(() => rm(root, { recursive: true }));

  function input(): DoctorInput {
    const folder = {
      name: 'app',
      path: join(root, 'app'),
      fallback: join(root, 'storage'),
      agent: 'sample',
      checkSetting: (check: string) => (check === 'lint' ? 'eslint .' : undefined),
    };
    return {
      trusted: true,
      launcher: { file: join(root, 'launcher.js'), command: [process.execPath], env: {} },
      remote: '',
      env: {},
      agents: [],
      settingProblems: [],
      folders: [folder],
    };
  }

  it('finds git, the folder without a repository, its checks and the missing launcher', async () => {
    await writeFile(join(root, 'app', 'package.json'), '{"scripts": {"test": "x"}}');
    const facts = await examine(input());
    assert(facts.git && 'version' in facts.git);
    assert.match(facts.git.version, /^\d+\.\d+/);
    assert('problem' in facts.launcher);
    assert.match(facts.launcher.problem, /launcher\.js: ENOENT/);
    const [folder] = facts.folders;
    assert.equal(folder?.dataFolder, join(root, 'storage'));
    assert.notEqual(folder.noRepository, undefined);
    assert.deepEqual(
      folder.checks.map((check) => `${check.check}: ${'argvs' in check ? check.display : check.status}`),
      ['format: not_run', 'lint: eslint .', 'build: not_run', 'test: npm run test'],
    );
  });

  it('finds the repository that keeps the runs', async () => {
    execFileSync('git', ['init', '-q', join(root, 'app')]);
    const [folder] = (await examine(input())).folders;
    assert.equal(folder?.noRepository, undefined);
    assert.match(folder?.dataFolder ?? '', /app[\\/]\.git[\\/]stage-runner$/);
  });

  it('looks into no folder and starts no program without trust', async () => {
    const program = join(root, 'program.sh');
    await writeFile(program, '#!/bin/sh\ntouch "$0.ran"\n', { mode: 0o755 });
    const launcher = { ...input().launcher, command: [program] };
    await writeFile(launcher.file, '');
    const facts = await examine({ ...input(), launcher, trusted: false });
    assert.deepEqual([facts.folders, facts.git, facts.launcher], [[], undefined, { file: launcher.file }]);
    assert.equal(existsSync(`${program}.ran`), false);
  });

  it('says that the launcher cannot be started by this editor', async () => {
    const launcher = { ...input().launcher, command: [join(root, 'no-node')] };
    await writeFile(launcher.file, 'process.exit(2)');
    const facts = await examine({ ...input(), launcher });
    assert('problem' in facts.launcher);
    assert.match(facts.launcher.problem, /no-node.*ENOENT/);
    const good = await examine({ ...input(), launcher: { ...launcher, command: [process.execPath] } });
    assert.deepEqual(good.launcher, { file: launcher.file });
  });
});
