import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepPersonsSave, notePlan, protectPlan } from '../../../../src/node/runner/planProtection';

const STEP = 'steps/02-b.md';

describe('a plan file that a person saves while an agent is at work', () => {
  let root: string;
  let note: string;
  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'protect-'));
    [root, note] = [join(folder, 'plans'), join(folder, 'note')];
    await mkdir(join(root, 'steps'), { recursive: true });
    await writeFile(join(root, STEP), 'as it was\n');
    await notePlan(root, note);
  });
  afterEach(() => rm(join(root, '..'), { recursive: true }));

  const save = async (file: string, text: string, seen = text): Promise<void> => {
    await writeFile(join(root, file), text);
    await keepPersonsSave(root, note, file, seen);
  };
  /** What is put back after the attempt, and what the step then says. */
  async function after(): Promise<[string[], string]> {
    const { notes } = await protectPlan(root, note, '01-a', { handoff: false, edgeCases: false });
    return [notes.map((text) => text.split(':')[0] ?? ''), await readFile(join(root, STEP), 'utf8')];
  }

  it('stays as the person has it', async () => {
    await save(STEP, '\uFEFFmine\n', 'mine\n');
    assert.deepEqual(await after(), [[], '\uFEFFmine\n']);
  });

  it('is put back to what the person saved when the agent changes it after that', async () => {
    await save(STEP, 'mine\n');
    await writeFile(join(root, STEP), 'the agent’s\n');
    assert.deepEqual(await after(), [[STEP], 'mine\n']);
  });

  it('does not cover what the agent wrote between the save and our look', async () => {
    await save(STEP, 'the agent’s\n', 'mine\n');
    assert.deepEqual(await after(), [[STEP], 'as it was\n']);
  });

  it('may be a new one; files that are no plan change nothing', async () => {
    await save('steps/03-c.md', 'new\n');
    await save('other.md', 'no plan\n');
    assert.deepEqual(await after(), [[], 'as it was\n']);
    assert.equal(await readFile(join(root, 'steps/03-c.md'), 'utf8'), 'new\n');
  });
});
