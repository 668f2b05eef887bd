import assert from 'node:assert/strict';
import { readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { keepPersonsSave } from '../../../../src/node/runner/planProtection';
import { result } from './world';
import { PROJECT, PULSE, RennBed, STAGE, TRACK } from './rennBed';

const PARALLEL = { parallel: 2, stopAfter: { batches: 1 } } as const;

function lines(text: string, ...starts: readonly string[]): string[] {
  return text.split('\n').filter((line) => starts.some((start) => line.startsWith(start)));
}

describe('what Stage Runner writes of a renn run', () => {
  let bed: RennBed;
  afterEach(() => bed.close());

  it('is one line each in the overview and the state, once its recap is there', async () => {
    bed = await new RennBed().open();
    const run = await bed.startRun();
    bed.finish(await bed.next());
    await bed.window.runner.settled(run);
    const track = TRACK.replace('- [ ] 01-01', '- [x] 01-01').replace(
      '| 1. Walls | 0/2 | Not started | - |',
      '| 1. Walls | 1/2 | In progress | - |',
    );
    assert.equal(bed.world.read('.renn/track.md'), track);
    const pulse = bed.world.read('.renn/pulse.md');
    assert.deepEqual(lines(pulse, 'Stage:', 'Run:', 'Status:', 'Last activity:', 'Progress:', 'Stopped'), [
      'Stage: 1 of 2 (Walls)',
      'Run: 1 of 2 in current stage',
      'Status: In progress',
      'Last activity: 2026-01-31 - Completed 01-01',
      'Progress: [█████░░░░░] 50%',
      'Stopped at: Completed 01-01',
    ]);
    assert.equal(pulse.split('\n').length, PULSE.split('\n').length);
  });

  it('is not lost where runs end side by side, and what their agents wrote there is put back', async () => {
    bed = await new RennBed().open({ ...PROJECT, '.renn/config.json': '{ "checks": { "auditor": false } }' });
    const run = await bed.startStage(PARALLEL);
    const [first, second] = [await bed.next(), await bed.next()];
    bed.world.write({
      '.renn/track.md': `${TRACK}\nThe agent was here.\n`,
      [`${STAGE}/01-02-run.md`]: 'Nothing to do.\n',
      [`${STAGE}/01-proof.md`]: '---\nstatus: passed\n---\n',
      [`${STAGE}/01-03-run.md`]: '---\nbatch: 2\n---\n\nA run that the tool has planned meanwhile.\n',
    });
    bed.finish(first);
    bed.finish(second);
    await bed.window.runner.settled(run);
    const track = bed.world.read('.renn/track.md');
    assert.ok(!track.includes('The agent was here.'));
    assert.deepEqual(lines(track, '- [x] 01', '- [ ] 01', '| 1.'), [
      '- [x] 01-01: the first',
      '- [x] 01-02: the second',
      '| 1. Walls | 2/3 | In progress | - |',
    ]);
    assert.equal(bed.world.read(`${STAGE}/01-02-run.md`), PROJECT[`${STAGE}/01-02-run.md`]);
    assert.ok(!bed.world.has(`${STAGE}/01-proof.md`));
    assert.ok(bed.world.has(`${STAGE}/01-03-run.md`) && bed.world.has(`${STAGE}/01-01-recap.md`));
    const children = bed.window.store.runs().filter(({ header }) => header.parent);
    const notes = children.flatMap(({ id }) => bed.notes(id)).join('\n');
    assert.match(notes, /track\.md: was changed, which this agent may not do; it was put back/);
    assert.match(notes, /01-proof\.md: was created/);
    const proposals = children.flatMap(({ id }) =>
      bed.window.store
        .events(id)
        .flatMap((event) => (event.type === 'agent_ended' ? (event.proposals ?? '') : [])),
    );
    assert.match(proposals.join('\n'), /\+The agent was here\./);
  });

  it('is written after the merge where runs work in worktrees of their own', async () => {
    bed = await new RennBed().open({ ...PROJECT, '.renn/config.json': '{ "checks": { "auditor": false } }' });
    bed.world.isolation = 'worktree';
    const run = await bed.startStage({ parallel: 2, stopAfter: 'stage' });
    for (const call of [await bed.next(), await bed.next()]) {
      assert.notEqual(call.task.plan.root, join(bed.world.folder, '.renn'));
      writeFileSync(join(call.task.plan.root, 'pulse.md'), 'The agent was here.\n');
      bed.finish(call);
    }
    await bed.window.runner.settled(run);
    assert.equal(bed.window.store.run(run)?.stop?.code, 'stage_complete');
    assert.deepEqual(lines(bed.world.read('.renn/track.md'), '- [x] 01', '| 1.'), [
      '- [x] 01-01: the first',
      '- [x] 01-02: the second',
      '| 1. Walls | 2/2 | In progress | - |',
    ]);
    assert.match(bed.world.read('.renn/pulse.md'), /Run: 2 of 2 in current stage\nStatus: Stage complete/);
  });

  it('is written after the merge also of a run whose sibling failed and was run again', async () => {
    bed = await new RennBed().open({ ...PROJECT, '.renn/config.json': '{ "checks": { "auditor": false } }' });
    bed.world.isolation = 'worktree';
    const run = await bed.startStage({ parallel: 2, stopAfter: 'stage' });
    const [first, second] = [await bed.next(), await bed.next()];
    bed.finish(first);
    second.end(result('failed', 'No idea.'));
    await bed.window.answer(await bed.window.gates.take(), 'retry');
    bed.finish(await bed.next());
    await bed.window.runner.settled(run);
    assert.deepEqual(lines(bed.world.read('.renn/track.md'), '- [x] 01', '| 1.'), [
      '- [x] 01-01: the first',
      '- [x] 01-02: the second',
      '| 1. Walls | 2/2 | In progress | - |',
    ]);
  });

  it('is written also where a person stops the stage at the failure of a sibling', async () => {
    bed = await new RennBed().open();
    bed.world.isolation = 'worktree';
    const run = await bed.startStage({ parallel: 2, stopAfter: 'stage' });
    const [first, second] = [await bed.next(), await bed.next()];
    bed.finish(first);
    second.end(result('failed', 'No idea.'));
    await bed.window.answer(await bed.window.gates.take(), 'stop');
    await bed.window.runner.settled(run);
    assert.equal(bed.window.store.run(run)?.stop?.code, 'stage_halted');
    assert.deepEqual(lines(bed.world.read('.renn/track.md'), '- [x] 01', '| 1.'), [
      '- [x] 01-01: the first',
      '| 1. Walls | 1/2 | In progress | - |',
    ]);
    assert.match(bed.world.read('.renn/pulse.md'), /Run: 1 of 2 in current stage\n/);
  });

  it('is written also where a person stops the stage at the merge of a sibling', async () => {
    bed = await new RennBed().open({ ...PROJECT, 'both.txt': 'nothing\n' });
    bed.world.isolation = 'worktree';
    const run = await bed.startStage({ parallel: 2, stopAfter: 'stage' });
    for (const call of [await bed.next(), await bed.next()]) {
      writeFileSync(join(call.place.cwd, 'both.txt'), `by ${call.task.step.number}\n`);
      bed.finish(call);
    }
    const conflict = await bed.window.gates.take();
    assert.equal(conflict.title, 'Merge conflict');
    await bed.window.answer(conflict, 'stop');
    await bed.window.runner.settled(run);
    assert.equal(bed.window.store.run(run)?.stop?.code, 'stage_halted');
    assert.deepEqual(lines(bed.world.read('.renn/track.md'), '- [x] 01', '| 1.'), [
      '- [x] 01-01: the first',
      '| 1. Walls | 1/2 | In progress | - |',
    ]);
    const written = bed.window.store
      .events(run)
      .flatMap((event) => (event.type === 'files_changed' ? event.changes.map(({ what }) => what) : []));
    assert.deepEqual(written, ['progress written', 'progress written']);
  });

  it('leaves alone what a person saved in the editor meanwhile', async () => {
    bed = await new RennBed().open();
    const run = await bed.startRun();
    const call = await bed.next();
    const mine = TRACK.replace('four of them', 'five of them');
    bed.world.write({ '.renn/track.md': mine });
    const noted = join(bed.world.data, 'runs', run, 'plan', '1');
    await keepPersonsSave(join(bed.world.folder, '.renn'), noted, 'track.md', mine);
    bed.finish(call);
    await bed.window.runner.settled(run);
    assert.match(bed.world.read('.renn/track.md'), /five of them/);
    assert.deepEqual(bed.notes(run), []);
  });

  const GATE = `## GATE REACHED\n\n**Type:** human-verify\n**Run:** 01.01\n**Progress:** 1/3 tasks complete\n\n### Current Task\n\n**Task 2:** Look\n`;
  const toTheGate = async (): Promise<void> => {
    const raised = { type: 'human-verify', title: 'Look', details: GATE, options: [] };
    const call = await bed.next();
    call.end({ kind: 'result', result: { status: 'gate', summary: '', fields: {}, gate: raised } });
    await bed.window.gates.take();
  };
  const stoppedAt = (): string[] => lines(bed.world.read('.renn/pulse.md'), 'Last session', 'Stopped');

  for (const isolation of ['shared', 'worktree'] as const) {
    it(`is where a run stopped that a person skips or aborts at its gate: ${isolation}`, async () => {
      bed = await new RennBed().open();
      bed.world.isolation = isolation;
      const run = await bed.startStage({ parallel: 2, stopAfter: 'stage' });
      await toTheGate();
      await toTheGate();
      const [first] = bed.window.store.runs().filter(({ header }) => header.step.number === '01-01');
      const skip = {
        type: 'step_skipped',
        step: first?.header.step.key ?? '',
        reason: '',
        by: 'Ada',
      } as const;
      await bed.window.runner.tell(run, skip);
      const [session, stopped] = stoppedAt();
      assert.match(session ?? '', /^Last session: 2026-01-31T/);
      assert.equal(stopped, 'Stopped at: 01-01, 1/3 tasks complete, at the gate “Verification required”');
      const changed = PULSE.split('\n').filter((line) => !bed.world.read('.renn/pulse.md').includes(line));
      assert.deepEqual(changed, ['Last session: 2026-01-01', 'Stopped at: planning']);
      await bed.window.runner.stop(run, 'Ada');
      assert.equal(
        stoppedAt()[1],
        'Stopped at: 01-02, 1/3 tasks complete, at the gate “Verification required”',
      );
      const written = bed.window.store
        .runs()
        .flatMap(({ id }) => bed.window.store.events(id))
        .filter(({ type }) => type === 'files_changed');
      assert.equal(written.length, 2);
    });
  }

  it('is nothing where a run is stopped while its agent works, or its window closes', async () => {
    bed = await new RennBed().open();
    const run = await bed.startRun();
    await bed.next();
    await bed.window.runner.stop(run, 'Ada');
    await bed.window.runner.resume(run, 'Ada');
    await toTheGate();
    await bed.window.runner.dispose();
    assert.equal(bed.world.read('.renn/pulse.md'), PULSE);
  });

  it('says what it could not write, and the run is complete all the same', async () => {
    bed = await new RennBed().open({
      ...PROJECT,
      '.renn/track.md': '# Track\n\n- [ ] 01-01: one\n- [ ] 01-01: twice\n',
      '.renn/pulse.md': '# Pulse\n',
    });
    const run = await bed.startRun();
    bed.finish(await bed.next());
    await bed.window.runner.settled(run);
    assert.equal(bed.window.store.run(run)?.stop?.code, 'complete');
    assert.match(
      bed.notes(run).join('\n'),
      /Not written: run 01-01 has several checkboxes.*"Current Position" is not there/s,
    );
  });
});

describe('what Stage Runner writes of a GSD plan', () => {
  const STATE =
    '# State\n\n## Current Position\n\nPhase: 1 of 1 (Walls)\nPlan: Not started\nStatus: Ready to execute\n';
  const GSD: Readonly<Record<string, string>> = {
    '.planning/ROADMAP.md':
      '# Roadmap\n\n- [ ] **Phase 1: Walls** - four\n\nPlans:\n- [ ] 01-01-PLAN.md — the first\n',
    '.planning/STATE.md': STATE,
    '.planning/phases/01-walls/01-01-PLAN.md':
      '---\nphase: 01-walls\nplan: 01\nwave: 1\ndepends_on: []\n---\n\n<objective>\nBuild.\n</objective>\n',
  };
  let bed: RennBed;
  afterEach(() => bed.close());

  it('waits for the locks of the tool, and takes a forgotten one away', async () => {
    bed = await new RennBed().open(GSD);
    const planning = join(bed.world.folder, '.planning');
    const [fresh, stale] = [join(planning, 'STATE.md.lock'), join(planning, '.lock')];
    writeFileSync(stale, '1');
    utimesSync(stale, new Date(0), new Date(0));
    const run = await bed.startRun();
    const call = await bed.next();
    // The tool writes while it holds its lock: nothing of that is lost.
    writeFileSync(fresh, '1');
    bed.finish(call);
    await roadmapTicked(bed);
    bed.world.write({ '.planning/STATE.md': `${STATE}\nThe tool was here.\n` });
    rmSync(fresh);
    await bed.window.runner.settled(run);
    assert.match(
      bed.world.read('.planning/STATE.md'),
      /Plan: 1 of 1 in current phase[^]*The tool was here\./,
    );
    assert.deepEqual(
      readdirSync(planning).filter((name) => name.endsWith('.lock')),
      [],
    );
  });

  it('is in the state of the workstream, which is the one that its agent is given', async () => {
    const area = '.planning/workstreams/alpha';
    const moved = Object.entries(GSD).map(([name, text]) => [name.replace('.planning', area), text]);
    bed = await new RennBed().open({
      ...(Object.fromEntries(moved) as Record<string, string>),
      '.planning/ROADMAP.md': '# Roadmap\n',
      '.planning/STATE.md': `${STATE}\nOf the root.\n`,
      [`${area}/STATE.md`]: `${STATE}\nOf alpha.\n`,
    });
    const run = await bed.startRun();
    const call = await bed.next();
    assert.match(call.task.prompt, /\nOf alpha\.\n/);
    assert.ok(!call.task.prompt.includes('Of the root.'));
    bed.finish(call);
    await bed.window.runner.settled(run);
    assert.match(bed.world.read(`${area}/STATE.md`), /Plan: 1 of 1 in current phase/);
    assert.equal(bed.world.read('.planning/STATE.md'), `${STATE}\nOf the root.\n`);
  });

  it('takes a failed agent’s word for nothing', async () => {
    bed = await new RennBed().open(GSD);
    const run = await bed.startRun();
    (await bed.next()).end(result('failed', 'No.'));
    await bed.window.runner.settled(run);
    assert.equal(bed.world.read('.planning/STATE.md'), STATE);
  });
});

async function roadmapTicked(bed: RennBed): Promise<void> {
  while (!bed.world.read('.planning/ROADMAP.md').includes('- [x] 01-01')) await setTimeout(10);
}
