import assert from 'node:assert/strict';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Gate } from '../../../../src/core/gateRecord';
import { result, type Call } from './world';
import { ONE_BY_ONE, PROJECT, RennBed, runFile, STAGE } from './rennBed';

const HUMAN = `---
stage: 01-walls
verified: 2026-01-31T10:00:00Z
status: human_needed
score: 2/2 must-haves verified
human_verification:
  - test: "Look at {{item_question}} the wall"
    expected: "It is even"
    why_human: "Nobody measures beauty"
  - test: "Lean on it"
    expected: "It stands"
---

# Proof
`;

const PASSED = '---\nstage: 01-walls\nstatus: passed\nscore: 2/2 must-haves verified\n---\n\n# Proof\n';

const GAPS = `---
stage: 01-walls
status: gaps_found
score: 1/2 must-haves verified
gaps:
  - truth: "The wall stands"
    status: failed
    reason: "It leans"
---

# Proof
`;

describe('the proof of a renn stage', () => {
  let bed: RennBed;
  afterEach(() => bed.close());

  /** Up to its audit. */
  async function built(
    files: Readonly<Record<string, string>> = PROJECT,
  ): Promise<{ id: string; audit: Call }> {
    bed = await new RennBed().open(files);
    const id = await bed.startStage();
    for (const name of ['The first wall', 'The second wall']) bed.finish(await bed.next(), name);
    return { id, audit: await bed.next() };
  }

  function prove(audit: Call, text: string): void {
    bed.world.write({ [`${STAGE}/01-proof.md`]: text });
    // The clock of the test is far behind that of the disk.
    const now = bed.world.tick();
    if (text === HUMAN) utimesSync(join(bed.world.folder, STAGE, '01-proof.md'), now, now);
    audit.end(result('complete', 'Audited.'));
  }

  function stop(id: string): string | undefined {
    const found = bed.window.store.run(id)?.stop;
    return found && `${found.code}: ${found.detail}`;
  }

  async function gate(title: string): Promise<Gate> {
    const asked = await bed.window.gates.take();
    assert.equal(asked.title, title, asked.question);
    return asked;
  }

  it('that passed completes the stage, commits its documents alone, and names the next one', async () => {
    const { id, audit } = await built();
    assert.deepEqual([audit.task.role, audit.task.node], ['auditor', 'audit']);
    assert.match(audit.task.prompt, /Walls that stand\./);
    assert.match(
      audit.task.prompt,
      /^> - 01-01 .*: \*\*done\*\*\. The first wall\.\n> - 01-02 .*: \*\*done\*\*\. The second wall\.$/m,
    );
    assert.ok(bed.notes(id).includes('1 batch; 2 runs done.'), bed.notes(id).join('\n'));
    assert.match(
      audit.task.prompt,
      /`\.renn\/stages\/01-walls\/01-01-run\.md`, `\.renn\/stages\/01-walls\/01-01-recap\.md`/,
    );
    // What else is changed or staged is not the stage's.
    bed.world.write({ 'other.txt': 'mine', 'staged.txt': 'mine too' });
    bed.git('add', 'staged.txt');
    prove(audit, PASSED);
    await bed.window.runner.settled(id);
    assert.equal(stop(id), 'stage_complete: Next is stage 2 (Roof): plan it with “/renn.plan-stage 2”.');
    assert.equal(bed.git('log', '-1', '--format=%s %an'), 'docs(stage-01): complete stage execution Ada');
    assert.deepEqual(
      bed.git('show', '--name-only', '--format=').split('\n').sort(),
      ['.renn/pulse.md', `${STAGE}/01-proof.md`, '.renn/track.md'].sort(),
    );
    assert.match(bed.git('status', '--porcelain'), /A {2}staged\.txt[^]*\?\? other\.txt/);
    const track = bed.world.read('.renn/track.md');
    assert.match(track, /- \[x\] \*\*Stage 1: Walls\*\*/);
    assert.match(track, /\| 1\. Walls \| 2\/2 \| Complete \| 2026-01-31 \|/);
    const pulse = bed.world.read('.renn/pulse.md');
    assert.match(pulse, /Stage: 2 of 2 \(Roof\)\nRun: Not started\nStatus: Ready to plan\n/);
    const [stage] = (await bed.plan()).stages;
    assert.equal(stage?.audit?.proof?.verdict, 'passed');
  });

  it('that needs a person is asked item by item, can be left, and is as passed where all hold', async () => {
    const { id, audit } = await built();
    prove(audit, HUMAN);
    const first = await gate('Item to judge');
    assert.match(first.question, /^\*\*Test 1 of 2:\*\* Look at \{\{item_question\}\} the wall\n/);
    assert.match(first.question, /\*\*Why you:\*\* Nobody measures beauty/);
    await bed.window.answer(first, 'it holds');
    await bed.window.answer(await gate('Item to judge'), 'stop');
    await bed.window.runner.settled(id);
    assert.equal(stop(id), 'human_needed: 1 of 2 items were answered.');
    assert.ok('run' in (await bed.window.runner.resume(id, 'Ada')));
    const second = await gate('Item to judge');
    assert.match(second.question, /Test 2 of 2:\*\* Lean on it/);
    await bed.window.answer(second, 'it holds');
    await bed.window.runner.settled(id);
    assert.match(stop(id) ?? '', /^stage_complete: Next is stage 2/);
    assert.match(bed.world.read('.renn/track.md'), /- \[x\] \*\*Stage 1/);
    assert.equal(await bed.stageStatus(), 'verified');
    const uat = bed.world.read(`${STAGE}/01-uat.md`);
    assert.match(bed.git('show', '--name-only', '--format='), /^\.renn\/stages\/01-walls\/01-uat\.md$/m);
    assert.match(uat, /^---\nstatus: complete\nstage: 01-walls\nsource: \[01-proof\.md\]\n/);
    assert.match(
      uat,
      /### 2\. Lean on it\nexpected: It stands\nresult: pass\n\n## Summary\n\ntotal: 2\npassed: 2\nissues: 0\npending: 0\n/,
    );
    // A checkout makes a file new, and not what is in it.
    const later = new Date(Date.UTC(2030, 0, 1));
    utimesSync(join(bed.world.folder, STAGE, '01-proof.md'), later, later);
    assert.equal(await bed.stageStatus(), 'verified');
    bed.world.write({ [`${STAGE}/01-proof.md`]: HUMAN.replace('It stands', 'It stands still') });
    assert.equal(await bed.stageStatus(), 'humanNeeded');
  });

  it('is not asked again about an item that held, whatever else the next report says', async () => {
    const { id, audit } = await built();
    prove(audit, HUMAN);
    await bed.window.answer(await gate('Item to judge'), 'it holds');
    await bed.window.answer(await gate('Item to judge'), 'It gives way.');
    await bed.window.runner.settled(id);
    assert.match(
      bed.world.read(`${STAGE}/01-uat.md`),
      /result: issue\nreported: "It gives way\."\n[^]*\n## Gaps\n\n- truth: "It stands"\n {2}status: failed\n {2}reason: "User reported: It gives way\."\n {2}test: 2\n$/,
    );
    assert.ok('run' in (await bed.window.runner.resume(id, 'Ada')));
    await bed.window.answer(await gate('Gaps still open'), 'audit again');
    const again = await bed.next();
    prove(again, HUMAN.replace('score: 2/2', 'score: 3/3'));
    const asked = await gate('Item to judge');
    assert.match(asked.question, /Test 2 of 2:\*\* Lean on it/);
    await bed.window.answer(asked, 'it holds');
    await bed.window.runner.settled(id);
    assert.match(stop(id) ?? '', /^stage_complete/);
    assert.match(bed.world.read(`${STAGE}/01-uat.md`), /- truth: "It stands"\n {2}status: resolved\n/);
    assert.equal(await bed.stageStatus(), 'verified');
  });

  it('in which a person finds an issue is closed like gaps, by runs for gaps alone', async () => {
    const { id, audit } = await built();
    prove(audit, HUMAN);
    await bed.window.answer(await gate('Item to judge'), 'It is crooked.');
    await bed.window.answer(await gate('Item to judge'), 'it holds');
    await bed.window.runner.settled(id);
    assert.match(stop(id) ?? '', /^gaps_found: .*It is crooked\..*`\/renn\.plan-stage 01 --gaps`/);
    assert.match(bed.world.read('.renn/track.md'), /- \[ \] \*\*Stage 1/);

    assert.ok('run' in (await bed.window.runner.resume(id, 'Ada')));
    await bed.window.answer(await gate('Gaps still open'), 'stop');
    await bed.window.runner.settled(id);
    // The tool plans a run that closes the gap, and another one that has nothing to do with it.
    const closing = runFile('03', 1, 'a.txt').replace(
      'autonomous: true',
      'autonomous: true\ngap_closure: true',
    );
    bed.world.write({
      [`${STAGE}/01-03-run.md`]: closing,
      [`${STAGE}/01-04-run.md`]: runFile('04', 1, 'b.txt'),
    });
    assert.ok('run' in (await bed.window.runner.resume(id, 'Ada')));
    const offered = await gate('Gaps to close');
    assert.match(offered.question, /- 01-03 /);
    assert.ok(!offered.question.includes('01-04'));
    await bed.window.answer(offered, 'run gaps only');
    const call = await bed.next();
    assert.equal(call.task.step.number, '01-03');
    bed.finish(call);
    await bed.window.runner.settled(id);
    assert.match(stop(id) ?? '', /^stage_complete: Not audited, since not complete: 01-04\./);
    assert.equal(await bed.stageStatus(), 'humanNeeded');
  });

  it('that found gaps is audited again where somebody closed them by hand', async () => {
    const { id, audit } = await built();
    prove(audit, GAPS);
    await bed.window.runner.settled(id);
    assert.match(
      stop(id) ?? '',
      /^gaps_found: Score: 1\/2 must-haves verified - The wall stands \(failed\): It leans/,
    );
    assert.ok('run' in (await bed.window.runner.resume(id, 'Ada')));
    await bed.window.answer(await gate('Gaps still open'), 'audit again');
    const second = await bed.next();
    assert.match(second.task.prompt, /a report already, with the status "gaps_found"/);
    prove(second, PASSED);
    await bed.window.runner.settled(id);
    assert.match(stop(id) ?? '', /^stage_complete/);
  });

  it('that is missing, or is the old one, is put to a person', async () => {
    const { id, audit } = await built({ ...PROJECT, [`${STAGE}/01-proof.md`]: PASSED });
    audit.end(result('complete', 'Believe me.'));
    const asked = await gate('No verdict');
    assert.match(asked.question, /The auditor has left the proof as it was before\./);
    await bed.window.answer(asked, 'audit again');
    const second = await bed.next();
    prove(second, 'no front matter at all\n');
    await bed.window.answer(await gate('No verdict'), 'stop');
    await bed.window.runner.settled(id);
    assert.match(stop(id) ?? '', /^stage_halted/);
  });

  it('is left out where the project turns the auditor off, and nothing is committed where git ignores the plan', async () => {
    bed = await new RennBed().open({
      ...PROJECT,
      '.gitignore': '.stage-runner/\n.renn/\n',
      '.renn/config.json': '{ "workflow": { "verifier": false } }',
    });
    const id = await bed.startStage();
    const first = await bed.next();
    assert.match(first.task.prompt, /Commit nothing in `\.renn\/`/);
    bed.finish(first);
    bed.finish(await bed.next());
    await bed.window.runner.settled(id);
    assert.match(stop(id) ?? '', /Not audited: the configuration turns that off\./);
    assert.equal(bed.git('rev-list', '--count', 'HEAD'), '1');
  });

  it('cannot be taken away from the auditor by changes elsewhere: those are put back', async () => {
    const { id, audit } = await built();
    writeFileSync(join(bed.world.folder, '.renn/track.md'), 'All done.\n');
    prove(audit, PASSED);
    await bed.window.runner.settled(id);
    assert.match(bed.world.read('.renn/track.md'), /- \[x\] \*\*Stage 1: Walls/);
    assert.match(bed.notes(id).join('\n'), /track\.md: was changed, which this agent may not do/);
  });
});

describe('what comes before the first batch of a renn stage', () => {
  let bed: RennBed;
  afterEach(() => bed.close());

  it('is a choice where the state file is missing', async () => {
    const files = Object.entries(PROJECT).filter(([name]) => name !== '.renn/pulse.md');
    bed = await new RennBed().open(Object.fromEntries(files));
    const id = await bed.startStage({ ...ONE_BY_ONE, stopAfter: { batches: 1 } });
    const asked = await bed.window.gates.take();
    assert.match(asked.question, /There is no pulse\.md/);
    await bed.window.answer(asked, 'reconstruct');
    await bed.next();
    assert.match(
      bed.world.read('.renn/pulse.md'),
      /Stage: 1 of 2 \(Walls\)\nRun: 0 of 2 in current stage\nStatus: In progress/,
    );
    await bed.window.runner.stop(id, 'Ada');
  });

  it('is the branch that the configuration names, created and told', async () => {
    bed = await new RennBed().open({
      ...PROJECT,
      '.renn/config.json': '{ "git": { "branching_strategy": "stage" } }',
    });
    const id = await bed.startStage();
    await bed.next();
    assert.equal(bed.git('branch', '--show-current'), 'renn/stage-01-walls');
    assert.ok(
      bed.notes(id).includes('On the branch renn/stage-01-walls, created, from main.'),
      bed.notes(id).join(),
    );
    await bed.window.runner.stop(id, 'Ada');
  });

  it('is a refusal in words where the tree does not let the branch be checked out, or its name is none', async () => {
    const config = '{ "git": { "branching_strategy": "stage", "stage_branch_template": "work/{slug}" } }';
    bed = await new RennBed().open({ ...PROJECT, '.renn/config.json': config, 'a.txt': 'one\n' });
    bed.git('switch', '--quiet', '--create', 'work/walls');
    bed.commit('a.txt', 'two');
    bed.git('switch', '--quiet', 'main');
    bed.world.write({ 'a.txt': 'mine\n' });
    const id = await bed.startStage();
    const asked = await bed.window.gates.take();
    assert.match(asked.question, /The branch work\/walls cannot be checked out\..*a\.txt/);
    bed.world.write({ '.renn/config.json': config.replace('work/{slug}', '--upload-pack=x {slug}') });
    await bed.window.answer(asked, 'try again');
    const again = await bed.window.gates.take();
    assert.match(again.question, /gives no name that git takes/);
    await bed.window.answer(again, 'stay on this branch');
    await bed.next();
    assert.deepEqual([bed.git('branch', '--show-current'), bed.world.read('a.txt')], ['main', 'mine\n']);
    await bed.window.runner.stop(id, 'Ada');
  });

  it('is not left while a commit hangs on nothing but HEAD', async () => {
    const config = '{ "git": { "branching_strategy": "stage", "stage_branch_template": "work/{slug}" } }';
    bed = await new RennBed().open({ ...PROJECT, '.renn/config.json': config, 'a.txt': 'one\n' });
    bed.git('branch', 'work/walls');
    bed.git('switch', '--quiet', '--detach');
    bed.commit('b.txt', 'only here');
    const mine = bed.git('rev-parse', 'HEAD');
    const id = await bed.startStage();
    const asked = await bed.window.gates.take();
    assert.match(asked.question, /HEAD is at [0-9a-f]+, which no branch and no tag holds/);
    assert.equal(bed.git('rev-parse', 'HEAD'), mine);
    bed.git('branch', 'kept');
    await bed.window.answer(asked, 'try again');
    await bed.next();
    assert.equal(bed.git('branch', '--show-current'), 'work/walls');
    await bed.window.runner.stop(id, 'Ada');
  });
});

describe('the verification of a GSD phase', () => {
  const PHASE = '.planning/phases/01-walls';
  const FILES: Readonly<Record<string, string>> = {
    '.planning/ROADMAP.md':
      '# Roadmap\r\n\r\n- [ ] **Phase 1: Walls** - four\r\n\r\n### Phase 1: Walls\r\n\r\n**Goal:** Walls that stand.\r\n\r\nPlans:\r\n- [ ] 01-01-PLAN.md — the first\r\n\r\n## Progress\r\n\r\n| Phase | Plans Complete | Status | Completed |\r\n| --- | --- | --- | --- |\r\n| 1. Walls | 0/1 | Not started | - |\r\n',
    '.planning/STATE.md':
      '---\ngsd_state_version: 1.0\nmilestone: v1.0\ncurrent_phase: 1\nstatus: executing\nlast_updated: "2026-01-01T00:00:00Z"\nprogress:\n  total_phases: 1\n  completed_phases: 0\n  total_plans: 1\n  completed_plans: 0\n  percent: 0\n---\n\n# State\n\n## Current Position\n\nPhase: 1 of 1 (Walls)\nPlan: Not started\nStatus: Ready to execute\nLast activity: 2026-01-01 — planned\nProgress: [░░░░░] 0%\n',
    '.planning/REQUIREMENTS.md': '# Requirements\n',
    [`${PHASE}/01-01-PLAN.md`]:
      '---\nphase: 01-walls\nplan: 01\nwave: 1\ndepends_on: []\nfiles_modified: [a.txt]\n---\n\n<objective>\nBuild.\n</objective>\n',
  };

  it('completes the last phase and with it the milestone, in the words and files of GSD', async () => {
    const bed = await new RennBed().open(FILES);
    try {
      const id = await bed.startStage();
      const call = await bed.next();
      assert.match(call.task.prompt, /^Carry out plan 01-01/);
      bed.finish(call);
      const audit = await bed.next();
      assert.match(audit.task.prompt, /Write `\.planning\/phases\/01-walls\/01-VERIFICATION\.md`/);
      bed.world.write({
        [`${PHASE}/01-VERIFICATION.md`]: '---\nphase: 01-walls\nstatus: passed\n---\n\n# Report\n',
      });
      audit.end(result('complete', 'Verified.'));
      await bed.window.runner.settled(id);
      const { stop } = bed.window.store.run(id) ?? {};
      assert.equal(
        stop?.detail,
        'Every phase is complete. Complete the milestone with `/gsd:complete-milestone`.',
      );
      const roadmap = bed.world.read('.planning/ROADMAP.md');
      assert.match(roadmap, /^- \[x\] \*\*Phase 1: Walls\*\* - four \(completed 2026-01-31\)\r$/m);
      assert.match(roadmap, /^- \[x\] 01-01-PLAN\.md — the first\r$/m);
      assert.equal(roadmap.match(/(?<!\r)\n/g), null);
      const state = bed.world.read('.planning/STATE.md');
      assert.match(state, /^status: completed$/m);
      assert.match(
        state,
        /^ {2}completed_phases: 1\n {2}total_plans: 1\n {2}completed_plans: 1\n {2}percent: 100$/m,
      );
      assert.match(state, /^Status: Milestone complete$/m);
      assert.match(state, /^Progress: \[█████\] 100%$/m);
      assert.equal(bed.git('log', '-1', '--format=%s'), 'docs(phase-01): complete phase execution');
      assert.equal(await bed.stageStatus(), 'verified');
    } finally {
      await bed.close();
    }
  });
});
