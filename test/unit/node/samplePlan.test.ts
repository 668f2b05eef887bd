import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSample, isEmptyFolder } from '../../../src/node/samplePlan';

const sample = join(__dirname, '../../../media/sample');

describe('sample plan', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stage-runner-sample-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes the whole sample into a folder, dot files included', async () => {
    const into = join(folder, 'new');
    const result = await createSample(sample, into);
    assert('written' in result);
    assert.deepEqual(
      result.written
        .filter((file) => /^(\.|plans.steps|package)/.test(file))
        .map((file) => file.replaceAll('\\', '/')),
      [
        '.gitignore',
        '.vscode/settings.json',
        'package-lock.json',
        'package.json',
        'plans/steps/01-write-durations.md',
        'plans/steps/02-add-durations.md',
        'plans/steps/03-total-command.md',
      ],
    );
    const copy = await readFile(join(into, 'package.json'), 'utf8');
    assert.equal(copy, await readFile(join(sample, 'package.json'), 'utf8'));
  });

  it('writes nothing at all when one of its files is there already', async () => {
    await writeFile(join(folder, 'package.json'), 'mine');
    assert.deepEqual(await createSample(sample, folder), { inTheWay: ['package.json'] });
    assert.deepEqual(await readdir(folder), ['package.json']);
    assert.equal(await readFile(join(folder, 'package.json'), 'utf8'), 'mine');
  });

  it('takes a file in the place of a folder as in the way', async () => {
    await writeFile(join(folder, 'plans'), 'a file');
    const result = await createSample(sample, folder);
    assert('inTheWay' in result && result.inTheWay.every((file) => file.startsWith('plans')));
  });

  it('calls a folder empty that is not there, or holds only a repository', async () => {
    assert.equal(await isEmptyFolder(join(folder, 'absent')), true);
    await mkdir(join(folder, '.git'));
    assert.equal(await isEmptyFolder(folder), true);
    await writeFile(join(folder, 'a'), '');
    assert.equal(await isEmptyFolder(folder), false);
  });
});
