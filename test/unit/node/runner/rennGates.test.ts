import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentOutcome } from '../../../../src/core/agentResult';
import type { AgentPort } from '../../../../src/node/host';
import { RennBed } from './rennBed';

function returned(type: string, details: string, rows = ''): string {
  return `## GATE REACHED ⏸

**Type:** ${type}
**Run:** 01.01
**Progress:** 1/3 tasks complete

### Completed Tasks

| Task | Name | Commit | Files |
| ---- | ---- | ------ | ----- |
${rows}
### Current Task

**Task 2:** Look at the wall
**Status:** awaiting verification
**Blocked by:** a person

### Gate Details

${details}

### Awaiting

An answer`;
}

function gate(type: string, details: string, rows?: string): AgentOutcome {
  const text = returned(type, details, rows);
  const raised = { type, title: 'Look here', details: text, options: [] };
  return { kind: 'result', result: { status: 'gate', summary: '', fields: {}, gate: raised } };
}

/** Every file of ours that could hold what was typed. */
function allText(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

describe('gates of a renn run', () => {
  let bed: RennBed;
  beforeEach(async () => {
    bed = await new RennBed().open();
  });
  afterEach(() => bed.close());

  it('show what was done, and begin a fresh agent with the answer', async () => {
    const run = await bed.startRun();
    const first = await bed.next();
    assert.match(first.task.prompt, /^Carry out run 01-01/);
    const hash = bed.commit('a.txt', 'feat(01.01): the wall');
    const rows = `| 1 | Build \\| it | \`${hash}\` | a.txt |\n`;
    first.end(gate('human-verify', '**What was built:** a wall\n**How to verify:** push', rows));
    const asked = await bed.window.gates.take();
    assert.deepEqual(
      [asked.kind, asked.title, asked.allowsText, asked.options.map(({ key }) => key)],
      ['agent', 'Verification required', true, ['approved']],
    );
    assert.match(asked.question, /1\/3 tasks complete/);
    assert.ok(asked.question.includes(`| 1 | Build \\| it | ${hash} | a.txt |`), asked.question);
    assert.match(asked.question, /\*\*How to verify:\*\* push/);
    await bed.window.answer(asked, 'It leans to the left.');

    const second = await bed.next();
    assert.match(second.task.prompt, /^Go on with run 01-01/);
    assert.ok(second.task.prompt.includes(`| 1 | Build \\| it | ${hash} | a.txt |`));
    assert.match(second.task.prompt, /It leans to the left\./);
    assert.match(second.task.prompt, /Build wall 01 of the house\./);
    assert.deepEqual(second.task.answers, []);
    // The agent forgets what was done before it; the next one is told all the same.
    second.end(
      gate(
        'decision',
        '**Options:**\n\n| Option | Pros | Cons |\n|---|---|---|\n| [brick] | lasts | dear |\n| wood | cheap | |',
      ),
    );
    const decision = await bed.window.gates.take();
    assert.deepEqual(
      decision.options.map(({ key, leadsTo }) => [key, leadsTo]),
      [
        ['brick', 'for: lasts; against: dear'],
        ['wood', 'for: cheap'],
      ],
    );
    await bed.window.answer(decision, 'brick');
    const third = await bed.next();
    assert.ok(third.task.prompt.includes(hash));
    assert.match(third.task.prompt, /as the answer decides/);
    bed.finish(third);
    await bed.window.runner.settled(run);
    assert.equal(bed.window.store.run(run)?.stop?.code, 'complete');
  });

  it('are met by an agent whose model the project and the settings choose', async () => {
    bed.world.write({ '.renn/config.json': '{ "horsepower": "max" }' });
    const asked: string[] = [];
    const modelFor: AgentPort['modelFor'] = (tier, role) => {
      asked.push(`${tier} ${role}`);
      return asked.length === 1 ? { model: 'large' } : { problem: 'It takes none.' };
    };
    Object.assign(bed.world.agents, { modelFor });
    const run = await bed.startRun();
    const first = await bed.next();
    assert.deepEqual([asked, first.task.model], [['quality runner'], 'large']);
    first.end(gate('decision', '**Decision needed:** which?'));
    await bed.window.answer(await bed.window.gates.take(), 'this');
    const second = await bed.next();
    assert.equal(second.task.model, undefined);
    assert.deepEqual(bed.notes(run), ['It takes none.']);
    bed.finish(second);
    await bed.window.runner.settled(run);
  });

  it('wait through a crash, and their answer is told to the agent that begins after it', async () => {
    const run = await bed.startRun();
    const hash = bed.commit('a.txt', 'feat(01.01): the wall');
    (await bed.next()).end(gate('human-verify', 'x', `| 1 | Build | ${hash} | a.txt |\n`));
    const asked = await bed.window.gates.take();
    await bed.crash();
    await bed.window.answer(asked, 'approved');
    const fresh = await bed.next();
    assert.match(fresh.task.prompt, /^Go on with run 01-01/);
    assert.ok(fresh.task.prompt.includes(hash));
    // Begun, and never written down as ended: it is taken up, and no second one is started.
    await bed.crash();
    bed.finish(fresh);
    await bed.window.runner.settled(run);
    assert.equal(bed.window.store.run(run)?.stop?.code, 'complete');
    assert.equal(bed.world.agents.calls.length, 2);
  });

  it('keep nothing of an answer to an action but "done"', async () => {
    const run = await bed.startRun();
    (await bed.next()).end(gate('human-action', '**What you need to do:** set the key'));
    const asked = await bed.window.gates.take();
    assert.deepEqual([asked.allowsText, asked.options.map(({ key }) => key)], [false, ['done']]);
    assert.ok('refused' in ((await bed.window.answer(asked, 'sk-secret-123')) as object));
    await bed.window.answer(asked, 'done');
    const second = await bed.next();
    assert.match(second.task.prompt, /First check that it took effect/);
    bed.finish(second);
    await bed.window.runner.settled(run);
    assert.ok(!allText(bed.world.data).includes('sk-secret-123'));
  });

  it('keep nothing but "done" also of what the auditor of a stage asks to be done', async () => {
    const id = await bed.startStage();
    for (const name of ['The first wall', 'The second wall']) bed.finish(await bed.next(), name);
    const audit = await bed.next();
    assert.equal(audit.task.role, 'auditor');
    audit.end(gate('auth-gate', '**What you need to do:** set the key'));
    const asked = await bed.window.gates.take();
    assert.deepEqual([asked.allowsText, asked.options.map(({ key }) => key)], [false, ['done']]);
    assert.ok('refused' in ((await bed.window.answer(asked, 'sk-secret-123')) as object));
    await bed.window.answer(asked, 'done');
    const second = await bed.next();
    assert.deepEqual(
      second.task.answers.map(({ answer }) => answer),
      ['done'],
    );
    await bed.window.runner.stop(id, 'Ada');
    assert.ok(!allText(bed.world.data).includes('sk-secret-123'));
  });

  it('are followed by another one where a commit that is relied on is not on the branch', async () => {
    const run = await bed.startRun();
    bed.git('switch', '--quiet', '--create', 'elsewhere');
    const lost = bed.commit('a.txt', 'feat(01.01): elsewhere');
    bed.git('switch', '--quiet', 'main');
    (await bed.next()).end(gate('human-verify', 'x', `| 1 | One | ${lost}, 0000000 | a.txt |\n`));
    await bed.window.answer(await bed.window.gates.take(), 'approved');
    const missing = await bed.window.gates.take();
    assert.equal(missing.title, 'Commits missing');
    assert.ok(missing.question.includes(lost) && missing.question.includes('0000000'));
    await bed.window.answer(missing, 'stop');
    await bed.window.runner.settled(run);
    assert.equal(bed.window.store.run(run)?.stop?.code, 'commits_missing');

    // Going on looks again, and what is there now is no question any more but for the other one.
    bed.git('merge', '--quiet', 'elsewhere');
    assert.ok('run' in (await bed.window.runner.resume(run, 'Ada')));
    const again = await bed.window.gates.take();
    assert.ok(!again.question.includes(lost) && again.question.includes('0000000'));
    await bed.window.answer(again, 'go on all the same');
    const fresh = await bed.next();
    assert.match(fresh.task.prompt, /the person approved what was to be verified/);
    bed.finish(fresh);
    await bed.window.runner.settled(run);
  });

  it('are told to an agent that mends what a check found', async () => {
    bed.world.write({
      'package.json': '{ "name": "x", "scripts": { "test": "node check.cjs" } }',
      'check.cjs': "process.exit(require('node:fs').existsSync('mended.txt') ? 0 : 1)\n",
    });
    const run = await bed.startRun();
    (await bed.next()).end(gate('decision', '**Decision needed:** which?'));
    await bed.window.answer(await bed.window.gates.take(), 'Take brick.\n## Not a heading');
    bed.finish(await bed.next());
    const mender = await bed.next();
    assert.match(mender.task.prompt, /^Carry out run 01-01/);
    assert.match(
      mender.task.prompt,
      /decision, task 2, Look at the wall:\n\n> Take brick\.\n> ## Not a heading/,
    );
    bed.world.write({ 'mended.txt': '' });
    bed.finish(mender);
    await bed.window.runner.settled(run);
    assert.equal(bed.window.store.run(run)?.stop?.code, 'complete');
  });
});
