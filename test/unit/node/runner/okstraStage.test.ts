import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { StagePolicy } from '../../../../src/core/batch/policy';
import { policyOfStep } from '../../../../src/core/batch/protocols';
import { LOG } from '../../core/formats/okstra/text';
import { evidence, OkstraBed, TASK } from './okstraBed';
import { result } from './world';

const CARRY = (stage: number): string => `runs/implementation/carry/stage-${stage}.json`;
const REPORT = 'runs/implementation/reports/final-report-implementation-001.md';
const DRAFT = 'runs/implementation/pull-requests/pull-request-implementation-001.md';

describe('a plan of okstra', () => {
  let bed: OkstraBed;
  beforeEach(async () => {
    bed = new OkstraBed();
    await bed.open();
  });
  afterEach(() => bed.close());

  it('is run by okstra’s own batches: rows first, stages in order, one report for each run', async () => {
    const seen: string[] = [];
    bed.execute = (stage) => {
      seen.push(`${stage}: ${bed.rows().join(', ')}`);
      return bed.good(stage);
    };
    const id = await bed.start();
    assert.equal(await bed.rest(id), 'ended stage_complete', JSON.stringify(bed.run(id).stop));
    assert.deepEqual(bed.batches(id), ['1: 1 done, 2 done', '2: 3 done, 4 done']);
    assert.equal(seen[0], `1: started 1 by ${id}, started 2 by ${id}`);
    assert.equal(seen[1], `2: started 1 by ${id}, started 2 by ${id}, done 1 by ${id}`);
    assert.deepEqual(
      bed.shown(),
      [1, 2, 3, 4].map((stage) => `${stage} complete ${CARRY(stage)}`),
    );
    assert.deepEqual(
      bed.world.agents.calls.map(({ task }) => task.role),
      ['executor', 'executor', 'run-reviewer', 'executor', 'executor', 'run-reviewer'],
    );
    const third = bed.world.agents.calls[3]?.task.prompt ?? '';
    assert.match(third, /"identifiers": \["Part1"\]/);
    assert.match(bed.world.agents.calls[2]?.task.prompt ?? '', /^\+good 2$/m);
    const report = bed.text(REPORT);
    assert.match(report, /^# Implementation of stages 1, 2$/m);
    assert.match(report, /post validation passed \(1 of 1 command\)/);
    assert.match(report, /^Verdict: \*\*accepted\*\*$/m);
    assert.match(report, /^2 files, \+2 -1$/m);
    const draft = bed.text(DRAFT.replace('001', '002'));
    assert.match(draft, /^# Stages 3–4: Both; End$/m);
    assert.match(draft, /^## Previous run\n\nStages 1, 2: `runs\/implementation\/reports\/final-report/m);
    assert.match(draft, /^## Next run\n\nNone/m);
    assert.deepEqual(
      bed.world.copied.map((text) => text.split('\n')[0]),
      ['Stages 1–2: Base; Words', 'Stages 3–4: Both; End'],
    );
  });

  describe('of which one stage is asked for', () => {
    const only = (stage: number): StagePolicy | undefined => policyOfStep('okstra', String(stage));

    it('runs exactly that one, whatever it depends on', async () => {
      const id = await bed.start(only(4));
      assert.equal(await bed.rest(id), 'ended stage_complete');
      assert.deepEqual(bed.rows(), [`started 4 by ${id}`, `done 4 by ${id}`]);
      assert.match(bed.world.agents.calls[0]?.task.prompt ?? '', /^Stage 1 left no carry sidecar/m);
    });

    const refusals: [stage: number, said: string][] = [
      [1, '--stage 1 already completed (consumers.jsonl status:done exists)'],
      [9, '--stage 9 not in Stage Map (have [1, 2, 3, 4])'],
    ];
    for (const [stage, said] of refusals)
      it(`says as okstra does why stage ${stage} cannot be taken, and starts nothing`, async () => {
        const first = await bed.start(only(1));
        assert.equal(await bed.rest(first), 'ended stage_complete');
        const rows = bed.rows();
        const agents = bed.world.agents.calls.length;
        const id = await bed.start(only(stage));
        const gate = await bed.window.gates.take();
        assert.ok(gate.question.includes(said), gate.question);
        await bed.window.answer(gate, 'stop');
        assert.equal(await bed.rest(id), 'stopped stage_halted');
        assert.deepEqual([bed.rows(), bed.world.agents.calls.length], [rows, agents]);
      });

    it('ends where that one was skipped before it could be taken', async () => {
      const id = await bed.start(only(9));
      const gate = await bed.window.gates.take();
      await bed.window.runner.tell(id, { type: 'step_skipped', step: '9', reason: 'gone', by: 'Ada' });
      await bed.window.answer(gate, 'look again');
      assert.equal(await bed.rest(id), 'ended stage_complete');
    });

    it('is checked, reviewed and reported as any run of okstra, and drafts its pull request', async () => {
      const id = await bed.start(only(4));
      assert.equal(await bed.rest(id), 'ended stage_complete');
      const nodes = bed.window.store
        .events(id)
        .flatMap((event) => (event.type === 'node_entered' ? [event.node] : []));
      for (const node of ['check_run', 'review', 'report_run']) assert.ok(nodes.includes(node), node);
      for (const file of [REPORT, DRAFT]) assert.ok(bed.files().includes(file), file);
    });

    it('asks before it works on files that changed since the plan, and goes on', async () => {
      bed.world.write({ 'src/part1.ts': 'quite new\n' });
      bed.commit('Turn it round');
      const id = await bed.start(only(1));
      const gate = await bed.window.gates.take();
      assert.equal(gate.title, 'Planned files changed');
      assert.match(gate.question, /^- `src\/part1\.ts` changed \("Turn it round"\)$/m);
      assert.equal(bed.world.agents.calls.length, 0);
      await bed.window.answer(gate, 'Go on');
      assert.equal(await bed.rest(id), 'ended stage_complete');
    });

    it('ends a stage that is to be planned again', async () => {
      bed.world.write({ 'src/part1.ts': 'quite new\n' });
      const id = await bed.start(only(1));
      await bed.window.answer(await bed.window.gates.take(), 'Plan again', 'The base is another.');
      const gate = await bed.window.gates.take();
      assert.match(gate.question, /^- 1 Base: .*Ada chose "Plan again": The base is another\.$/m);
      await bed.window.answer(gate, 'stop');
      assert.equal(await bed.rest(id), 'stopped stage_halted');
      assert.deepEqual(bed.rows(), [`started 1 by ${id}`]);
      assert.equal(bed.world.agents.calls.length, 0);
    });

    it('fails as contract-violated without carry evidence, and keeps nothing', async () => {
      bed.execute = () => {
        bed.good(1);
        return result('complete', 'Trust me.', { report: 'All is well.' });
      };
      const id = await bed.start(only(1));
      const gate = await bed.window.gates.take();
      assert.match(
        gate.question,
        /^- 1 Base: Contract violated\. contract-violated: there is no section "Stage Carry Evidence"\.$/m,
      );
      await bed.window.answer(gate, 'continue');
      assert.equal(await bed.rest(id), 'ended stage_complete');
      assert.deepEqual(bed.rows(), [`started 1 by ${id}`]);
      assert.deepEqual(
        bed.files().filter((name) => name.includes('runs/implementation/')),
        [],
      );
    });

    it('never overwrites a sidecar', async () => {
      bed.world.write({ [`${TASK}/${CARRY(1)}`]: '{"of":"an earlier plan"}\n' });
      const id = await bed.start(only(1));
      const gate = await bed.window.gates.take();
      assert.match(gate.question, /a sidecar is never overwritten/);
      assert.equal(bed.text(CARRY(1)), '{"of":"an earlier plan"}\n');
      await bed.window.answer(gate, 'stop');
      assert.equal(await bed.rest(id), 'stopped stage_halted');
      assert.deepEqual(bed.rows(), [`started 1 by ${id}`]);
    });

    describe('whose executor writes what only Stage Runner writes', () => {
      const done = (stage: number): string =>
        `{"impl_task_key":"demo/x","stage":${stage},"status":"done","completed_at":"2026-06-05T01:40:00+00:00"}\n`;
      const add = (line: string): void => {
        bed.world.write({ [`${TASK}/${LOG}`]: bed.text(LOG) + line });
      };

      it('puts the log and the sidecars right, sends the work back once, and names them', async () => {
        bed.world.write({ [`${TASK}/${CARRY(9)}`]: '{"of":"stage 9"}\n' });
        bed.execute = (stage, { prompt }) => {
          if (!prompt.includes('written by somebody else')) {
            add(done(1));
            bed.world.write({
              [`${TASK}/${CARRY(1)}`]: '{"mine":true}\n',
              [`${TASK}/${CARRY(9)}`]: '{"of":"nobody"}\n',
            });
          }
          return bed.good(stage);
        };
        const id = await bed.start(only(1));
        const gate = await bed.window.gates.take();
        assert.deepEqual(bed.rows(), [`started 1 by ${id}`, `done 1 by ${id}`]);
        assert.equal(bed.text(CARRY(9)), '{"of":"stage 9"}\n');
        assert.match(bed.text(CARRY(1)), /"identifiers"/);
        const told = bed.world.agents.calls[1]?.task.prompt ?? '';
        assert.match(told, /^- runs\/implementation-planning\/consumers\.jsonl: a row was added, .*demo\/x/m);
        assert.match(told, /^- runs\/implementation\/carry\/stage-1\.json: it was created, .*removed\.$/m);
        assert.match(told, /^- runs\/implementation\/carry\/stage-9\.json: it was changed, .*put back\.$/m);
        assert.match(gate.question, /Agents wrote what only Stage Runner writes:\n\n- runs\//);
        assert.match(
          bed.text(REPORT),
          /^### post validation of what only Stage Runner writes: failed\n\n- runs\//m,
        );
        await bed.window.answer(gate, 'go on');
        assert.equal(await bed.rest(id), 'ended stage_complete');
      });

      it('fails where that goes on, with the log as we wrote it', async () => {
        bed.execute = (stage) => {
          bed.world.write({ [`${TASK}/${LOG}`]: done(1) });
          return bed.good(stage);
        };
        const id = await bed.start(only(1));
        const gate = await bed.window.gates.take();
        assert.match(
          gate.question,
          /^- 1 Base: .*the fix budget of 2 is spent\. runs\/implementation-planning\/consumers\.jsonl: /m,
        );
        assert.deepEqual(bed.rows(), [`started 1 by ${id}`]);
        await bed.window.answer(gate, 'stop');
        assert.equal(await bed.rest(id), 'stopped stage_halted');
      });

      it('leaves a row about a stage that it does not hold, and tells of it', async () => {
        bed.execute = (stage, { prompt }) => {
          if (!prompt.includes('written by somebody else')) add(done(4));
          return bed.good(stage);
        };
        const id = await bed.start(only(1));
        const gate = await bed.window.gates.take();
        assert.deepEqual(bed.rows(), [`started 1 by ${id}`, 'done 4 by x', `done 1 by ${id}`]);
        assert.match(gate.question, /a row was added, by somebody else, about stages that this run does not/);
        await bed.window.answer(gate, 'stop');
        assert.equal(await bed.rest(id), 'stopped stage_halted');
      });
    });

    it('sends a failing validation back to be mended', async () => {
      bed.execute = (stage, { prompt }) => {
        if (prompt.includes('part 1 is not good')) return bed.good(stage);
        bed.world.write({ 'src/part1.ts': 'bad\n' });
        return result('complete', 'Built.', { report: evidence(stage) });
      };
      const id = await bed.start(only(1));
      assert.equal(await bed.rest(id), 'ended stage_complete');
      assert.deepEqual(
        bed.world.agents.calls.map(({ task }) => task.role),
        ['executor', 'executor', 'run-reviewer'],
      );
    });

    it('fails when the validation does, and tells of commands that are not run', async () => {
      bed.world.write({
        [`${TASK}/runs/implementation-planning/reports/final-report-implementation-planning-001.md`]: bed
          .text('runs/implementation-planning/reports/final-report-implementation-planning-001.md')
          .replace('- post: `node check.mjs 1`', '- post: `cat a | wc`\n  - `node check.mjs 1`'),
      });
      bed.execute = (stage) => {
        bed.world.write({ 'src/part1.ts': 'bad\n' });
        return result('complete', 'Built.', { report: evidence(stage) });
      };
      const id = await bed.start(only(1));
      const gate = await bed.window.gates.take();
      assert.match(
        gate.question,
        /^- 1 Base: Checks still fail\. The tests failed and the fix budget of 2 is spent\.$/m,
      );
      assert.equal(bed.world.agents.calls.length, 3);
      const [child] = bed.window.store.runs().filter(({ header }) => header.parent?.run === id);
      const notes = bed.window.store
        .events(child?.id ?? '')
        .flatMap((event) => (event.type === 'node_left' && event.node === 'validate' ? [event.note] : []));
      assert.match(notes[0] ?? '', /^Not run: cat a \| wc \(.*a pipe needs a shell/);
      await bed.window.answer(gate, 'stop');
      assert.equal(await bed.rest(id), 'stopped stage_halted');
    });

    it('judges by the plan as it was before the executor began', async () => {
      const name = 'runs/implementation-planning/reports/final-report-implementation-planning-001.md';
      bed.execute = (stage) => {
        const weaker = bed.text(name).replace('`node check.mjs 1`', '`node --version`');
        bed.world.write({ 'src/part1.ts': 'bad\n', [`${TASK}/${name}`]: weaker });
        return result('complete', 'Built.', { report: evidence(stage) });
      };
      const id = await bed.start(only(1));
      const gate = await bed.window.gates.take();
      assert.match(gate.question, /^- 1 Base: Checks still fail\./m);
      await bed.window.answer(gate, 'stop');
      assert.equal(await bed.rest(id), 'stopped stage_halted');
    });

    it('takes a file out of the plan with its justification', async () => {
      bed.execute = (stage) => {
        bed.world.write({ 'src/other.ts': 'more\n' });
        return bed.good(stage, '\n## Out-of-plan edits\n\n- `src/other.ts`: the base needs it\n');
      };
      const id = await bed.start(only(1));
      assert.equal(await bed.rest(id), 'ended stage_complete');
      assert.match(bed.text(REPORT), /^## Out-of-plan edits\n\n- `src\/other\.ts`: the base needs it$/m);
      assert.match(bed.text(DRAFT), /^## Out-of-plan edits$/m);
    });

    it('asks why about one without, and keeps the answer', async () => {
      bed.execute = (stage) => {
        bed.world.write({ 'src/other.ts': 'more\n' });
        return bed.good(stage);
      };
      const id = await bed.start(only(1));
      const gate = await bed.window.gates.take();
      assert.match(gate.question, /^- `src\/other\.ts`$/m);
      await bed.window.answer(gate, 'ask the agent');
      const again = await bed.window.gates.take();
      assert.match(bed.world.agents.calls[1]?.task.prompt ?? '', /nothing says why they changed/);
      await bed.window.answer(again, 'It was forgotten in the plan.');
      assert.equal(await bed.rest(id), 'ended stage_complete');
      assert.match(bed.text(REPORT), /^- `src\/other\.ts`: It was forgotten in the plan\.$/m);
    });

    it('asks whether to go on where the review says no', async () => {
      bed.review = () =>
        result('complete', 'Read.', { verdict: 'blocked', review_report: 'src/part1.ts:1 wrong' });
      const id = await bed.start(only(1));
      const gate = await bed.window.gates.take();
      assert.match(gate.question, /The review says "blocked":\s+src\/part1\.ts:1 wrong/);
      assert.match(gate.question, /The report is `\.okstra\/task\/runs\/implementation\/reports/);
      await bed.window.answer(gate, 'go on');
      assert.equal(await bed.rest(id), 'ended stage_complete');
    });

    it('tells what changed while it was reviewed', async () => {
      bed.review = () => {
        bed.world.write({ 'src/part1.ts': 'mended by the reviewer\n' });
        return result('complete', 'Read.', { verdict: 'accepted', review_report: 'No findings.' });
      };
      const id = await bed.start(only(1));
      const gate = await bed.window.gates.take();
      assert.match(gate.question, /Files changed while the run was being reviewed:\n\n- `src\/part1\.ts`/);
      assert.match(
        bed.text(REPORT),
        /^### nothing changed during the review: failed\n\n- `src\/part1\.ts`$/m,
      );
      await bed.window.answer(gate, 'stop');
      assert.equal(await bed.rest(id), 'stopped stage_halted');
    });
  });

  it('keeps the number of a batch that is half done, on the map and in its run', async () => {
    bed.execute = (stage) => (stage === 2 ? result('failed', 'No way.', { report: '' }) : bed.good(stage));
    assert.deepEqual(await bed.map(), ['1: 1 2', '2: 3 4']);
    const id = await bed.start();
    const gate = await bed.window.gates.take();
    assert.deepEqual(await bed.map(), ['1: 1 2', '2: 4', '3: 3']);
    await bed.window.answer(gate, 'retry');
    const again = await bed.window.gates.take();
    assert.deepEqual(bed.batches(id), ['1: 1 done, 2 failed', '1: 2 failed']);
    await bed.window.answer(again, 'continue');
    assert.equal(await bed.rest(id), 'ended stage_complete', JSON.stringify(bed.run(id).stop));
    assert.deepEqual(bed.batches(id), ['1: 1 done, 2 failed', '1: 2 failed', '2: 4 done']);
    assert.deepEqual(await bed.map(), ['1: 1 2', '2: 4', '3: 3']);
  });

  it('goes on with a stage that rested, and checks and reports the whole run once', async () => {
    let attempts = 0;
    bed.execute = (stage) =>
      stage === 2 && ++attempts === 1
        ? { kind: 'interrupted', detail: 'The terminal was closed.' }
        : bed.good(stage);
    const id = await bed.start({ parallel: 1, stopAfter: { batches: 2 } });
    await bed.window.answer(await bed.window.gates.take(), 'stop');
    assert.equal(await bed.rest(id), 'stopped stage_halted');
    assert.ok('run' in (await bed.window.runner.resume(id, 'Bo')));
    assert.equal(await bed.rest(id), 'ended stage_complete', JSON.stringify(bed.run(id).stop));
    assert.deepEqual(bed.batches(id), ['1: 1 done, 2 failed', '1: 2 done', '2: 3 done, 4 done']);
    assert.match(bed.text(REPORT), /^# Implementation of stages 1, 2$/m);
    assert.match(bed.text(REPORT), /^2 files, \+2 -1$/m);
    assert.deepEqual(
      bed.window.store.runs().flatMap(({ header: { parent, step } }) => (parent ? [step.key] : [])),
      ['1', '2', '3', '4'],
    );
  });

  it('tells of commits, files of the plan and rows that a reviewer made, and puts the log right', async () => {
    bed.review = () => {
      bed.world.write({
        'src/part2.ts': 'by the reviewer\n',
        [`${TASK}/notes.md`]: 'More.\n',
        [`${TASK}/${CARRY(1)}`]: '{"by":"the reviewer"}\n',
      });
      bed.git('add', 'src/part2.ts');
      bed.git('commit', '-q', '-m', 'By the reviewer');
      return result('complete', 'Read.', { verdict: 'accepted', review_report: 'No findings.' });
    };
    const id = await bed.start();
    const { question } = await bed.window.gates.take();
    assert.match(question, /^- `\.okstra\/task\/notes\.md`\n- `src\/part2\.ts`\n/m);
    assert.match(question, /^- runs\/implementation\/carry\/stage-1\.json: it was changed, /m);
    assert.match(question, /^- HEAD: from `\w+` to `\w+`$/m);
    assert.match(bed.text(CARRY(1)), /"identifiers"/);
    assert.match(bed.text(REPORT), /^### nothing changed during the review: failed$/m);
    await bed.window.runner.stop(id, 'Ada');
  });

  it('holds its stage also when a step is run by itself', async () => {
    const plan = await bed.plan();
    const step = plan.stages[0]?.steps[0];
    assert.ok(step);
    const started = await bed.window.runner.start({ plan, step, by: 'Ada' });
    assert.ok('run' in started);
    assert.equal(await bed.rest(started.run), 'ended complete');
    assert.deepEqual(bed.rows(), [`started 1 by ${started.run}`, `done 1 by ${started.run}`]);
  });

  it('is not taken by two runs at once', async () => {
    bed.world.agents.auto = undefined;
    const first = await bed.start();
    const { task } = await bed.world.agents.next();
    const second = await bed.world.window(bed.protocol);
    const plan = await bed.plan();
    const [stage] = plan.stages;
    assert.ok(stage);
    const policy = { parallel: 1, stopAfter: 'stage' } as const;
    const refused = await second.runner.startStage({ plan, stage, policy, by: 'Bob' });
    assert.ok('refused' in refused);
    assert.equal(refused.refused.code, 'another_run_live');
    assert.equal(task.step.key, '1');
    await second.runner.dispose();
    await bed.window.runner.stop(first, 'Ada');
    assert.deepEqual(bed.rows(), [`started 1 by ${first}`, `started 2 by ${first}`]);
  });
});

describe('a plan of okstra in two workspace folders', () => {
  it('gives each window stages of its own, or tells why there are none', async () => {
    const bed = new OkstraBed(
      [
        { number: 1, steps: 6, post: 'node --version' },
        { number: 2, steps: 6, post: 'node --version' },
      ],
      'inner/',
    );
    const window = await bed.open();
    bed.world.agents.auto = undefined;
    const first = await bed.start();
    const call = await bed.world.agents.next();
    const inner = join(bed.world.folder, 'inner');
    bed.world.readPlans = async () => [await bed.plan(inner)];
    const second = await bed.world.window(bed.protocol);
    const other = await bed.start({ parallel: 1, stopAfter: 'stage' }, second, inner);
    const theirs = await bed.world.agents.next();
    assert.deepEqual([call.task.step.key, theirs.task.step.key], ['1', '2']);
    theirs.end(bed.good(2));
    (await bed.world.agents.next()).end(bed.review());
    const gate = await second.gates.take();
    assert.match(gate.question, /stage 1 is under way in another run, and no other stage is ready/);
    assert.deepEqual(bed.rows(), [`started 1 by ${first}`, `started 2 by ${other}`, `done 2 by ${other}`]);
    await second.runner.dispose();
    await window.runner.stop(first, 'Ada');
    await bed.close();
  });
});
