import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readIfThere } from '../../../../src/node/runner/files';
import { readPlanText, writePlanText } from '../../../../src/node/runner/planText';

describe('the files of a plan', () => {
  let base: string;
  let folder: string;
  let root: string;

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'plan text '));
    folder = join(base, 'ws');
    root = join(folder, 'plans');
    mkdirSync(root, { recursive: true });
    mkdirSync(join(base, 'home'));
    writeFileSync(join(base, 'home', '01-a.md'), 'secret');
  });
  afterEach(() => {
    rmSync(base, { recursive: true, force: true });
  });

  it('are read, also through a link that stays in the workspace', async () => {
    writeFileSync(join(folder, 'shared.md'), 'notes');
    symlinkSync(join(folder, 'shared.md'), join(root, 'NOTES.md'));
    assert.equal(await readPlanText(folder, join(root, 'NOTES.md')), 'notes');
    assert.equal(await readPlanText(folder, join(root, 'none.md')), undefined);
  });

  it('are not read through a link out of the workspace: the text would go to an agent', async () => {
    symlinkSync(join(base, 'home', '01-a.md'), join(root, 'NOTES.md'));
    symlinkSync(join(base, 'home'), join(root, 'handoffs'));
    await assert.rejects(readPlanText(folder, join(root, 'NOTES.md')), /leads out of the workspace folder/);
    await assert.rejects(readPlanText(folder, join(root, 'handoffs', '01-a.md')), { code: 'EXDEV' });
  });

  it('are not taken for absent where a link leads nowhere', async () => {
    symlinkSync('gone.json', join(root, 'config.json'));
    await assert.rejects(readPlanText(folder, join(root, 'config.json')), /is a link that leads nowhere/);
  });

  it('are not written through one either', async () => {
    symlinkSync(join(base, 'home'), join(root, 'steps'));
    await assert.rejects(writePlanText({ folder, root }, join(root, 'steps', '01-a.md'), 'x'), {
      code: 'EXDEV',
    });
    assert.equal(readFileSync(join(base, 'home', '01-a.md'), 'utf8'), 'secret');
    await assert.rejects(
      writePlanText({ folder, root }, join(folder, 'x.md'), 'x'),
      /outside of the plan's folder/,
    );
  });

  it('keep their permissions when they are written', async function () {
    if (process.platform === 'win32') this.skip();
    const file = join(root, 'plan.md');
    writeFileSync(file, 'before');
    chmodSync(file, 0o664);
    await writePlanText({ folder, root }, file, 'after');
    assert.equal(readFileSync(file, 'utf8'), 'after');
    assert.equal((statSync(file).mode & 0o777).toString(8), '664');
  });

  it('are regular files of bearable size: a named pipe is not waited for', async function () {
    if (process.platform === 'win32') this.skip();
    const pipe = join(root, 'pipe.md');
    execFileSync('mkfifo', [pipe]);
    await assert.rejects(readIfThere(pipe), /is no regular file/);
    const huge = join(root, 'huge.md');
    writeFileSync(huge, '');
    truncateSync(huge, 65 * 1024 * 1024);
    await assert.rejects(readIfThere(huge), { code: 'EFBIG' });
  });
});
