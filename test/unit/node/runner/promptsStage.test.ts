import assert from 'node:assert/strict';
import { PromptsBed, REPORTS } from './promptsBed';

describe('a stage of prompts', function () {
  this.timeout(60_000);
  let bed: PromptsBed;

  afterEach(() => bed.close());

  async function open(
    numbers = '01 02 03 04 05',
    options?: ConstructorParameters<typeof PromptsBed>[1],
  ): Promise<void> {
    bed = new PromptsBed(numbers, options);
    await bed.open();
  }

  it('runs in batches, each with its marker, and proposes a commit for each prompt', async () => {
    await open();
    const head = bed.git('rev-parse', 'HEAD');
    const id = await bed.start();
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.begun, ['01', '02', '03', '04', '05']);
    assert.deepEqual(bed.batches(id), ['1: 01 done, 02 done', '2: 03 done, 04 done', '3: 05 done']);
    assert.deepEqual(bed.git('tag').split('\n'), ['cp-01', 'cp-02', 'cp-03']);
    assert.equal(bed.git('rev-parse', 'HEAD'), head);
    assert.equal(bed.git('diff', '--cached', '--stat'), '');
    assert.deepEqual(
      ['01', '03', '05'].map((number) => [bed.logged(number), bed.logged(number, 'checkpoint')]),
      [
        ['success', 'cp-01'],
        ['success', 'cp-02'],
        ['success', 'cp-03'],
      ],
    );
    const report = bed.read(`${REPORTS}-checkpoints.md`);
    for (const part of [
      '## Batch 2: completed',
      '- `node check.mjs` (test) -> exit 0',
      '#### `[PROMPT_03] Part 03`',
      'git --literal-pathspecs add --all -- src/03.txt',
      "git commit --message '[PROMPT_03] Part 03'",
    ])
      assert.ok(report.includes(part), `${part}\n${report}`);
    assert.match(bed.read(`${REPORTS}-run-summary.md`), /- Completed: 5 prompts\n- Deferred: 0 prompts/);
  });

  it('waits where a prompt changed what other work rests on, and begins no other before a person says go on', async () => {
    await open('01 02 03');
    bed.works['02'] = [{ '.github/workflows/ci.yml': 'on: push\n', 'src/02.txt': 'part 02\n' }];
    const id = await bed.start({ batchSize: 3 });
    const gate = await bed.answer('Sensitive changes', 'go on');
    assert.match(gate.question, /`PROMPT_02` changed what other work rests on/);
    assert.match(
      gate.question,
      /- `\.github\/workflows\/ci\.yml` was added: it is continuous integration \(`\.github\/\{workflows,actions\}\/\*\*`\)/,
    );
    assert.doesNotMatch(gate.question, /src\/02\.txt/);
    assert.deepEqual(bed.begun, ['01', '02']);
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.batches(id), ['1: 01 done, 02 done, 03 done']);
    const [, second] = bed.window.store.runs().filter(({ header }) => header.parent?.run === id);
    // No check had run what was changed before the answer.
    const order = bed.window.store.events(second?.id ?? '').map(({ type }) => type);
    assert.ok(order.indexOf('check_started') > order.indexOf('gate_answered'));
  });

  it('ends a prompt whose sensitive change is not wanted, and takes its batch back', async () => {
    await open('01 02 03');
    bed.works['01'] = [{ Makefile: 'all:\n', 'src/01.txt': 'part 01\n' }, { 'src/01.txt': 'part 01\n' }];
    const id = await bed.start();
    await bed.answer('Sensitive changes', 'stop');
    const gate = await bed.answer('Batch failed', 'go back');
    assert.match(
      gate.question,
      /- `PROMPT_01`: Step rejected\. Ada stopped the run over what the prompt changed\./,
    );
    assert.match(gate.question, /Not begun: `PROMPT_02`\./);
    assert.match(gate.question, /- `PROMPT_01` changed 2 files, 2 lines: `Makefile`, `src\/01\.txt`/);
    assert.match(gate.question, /Before the batch: `cp-01`\./);
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.begun, ['01', '01', '02', '03']);
    assert.deepEqual(bed.batches(id), ['1: 01 failed, 02 failed', '2: 01 done, 02 done', '3: 03 done']);
    assert.equal(bed.has('Makefile'), false);
    assert.deepEqual([bed.logged('01'), bed.logged('01', 'batch')], ['success', '2']);
  });

  it('takes a failed batch back to its marker, and runs only that batch again', async () => {
    await open();
    const shared = bed.read('src/shared.txt');
    bed.works['03'] = [
      { 'src/03.txt': 'half\n', 'src/shared.txt': shared.replace('line 2\n', 'line two\n') },
      { 'src/03.txt': 'part 03\n' },
    ];
    bed.works['04'] = [{ 'src/04.txt': 'broken\n' }, { 'src/04.txt': 'part 04\n' }];
    const id = await bed.start();
    const gate = await bed.window.gates.take();
    assert.match(
      gate.question,
      /^- `PROMPT_04` failed: A check failed\. The test check failed: node check\.mjs \(exit 1\)\.$/m,
    );
    assert.equal(bed.logged('04'), 'failed');
    assert.match(
      bed.read('.prompts/run-logs/stage2/PROMPT_04.md'),
      /- `node check\.mjs` \(test\) -> exit 1\n\n```\nbroken: 04\.txt\n```/,
    );
    assert.match(bed.read(`${REPORTS}-checkpoints.md`), /## Batch 2: failed/);
    assert.match(bed.read(`${REPORTS}-run-summary.md`), /PROMPT_03, PROMPT_04, PROMPT_05\n/);
    await bed.window.answer(gate, 'go back');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.begun, ['01', '02', '03', '04', '03', '04', '05']);
    assert.deepEqual(bed.batches(id), [
      '1: 01 done, 02 done',
      '2: 03 failed, 04 failed',
      '3: 03 done, 04 done',
      '4: 05 done',
    ]);
    assert.deepEqual(
      bed.window.store.run(id)?.batches.map(({ takenBack }) => takenBack?.by),
      [undefined, 'Ada', undefined, undefined],
    );
    assert.equal(bed.read('src/shared.txt'), shared);
    assert.deepEqual(
      ['03', '04', '01'].map((number) => [bed.logged(number), bed.logged(number, 'checkpoint')]),
      [
        ['success', 'cp-03'],
        ['success', 'cp-03'],
        ['success', 'cp-01'],
      ],
    );
    const report = bed.read(`${REPORTS}-checkpoints.md`);
    assert.match(report, /## Batch 2: rolled back\n\nMarker: `cp-02`/);
    assert.match(report, /- `PROMPT_03` Part 03: was rolled back/);
    assert.match(bed.read(`${REPORTS}-run-summary.md`), /- Completed: 5 prompts\n- Deferred: 0 prompts/);
  });

  it('does not count a batch that was taken back', async () => {
    await open();
    bed.works['02'] = [{ 'src/02.txt': 'broken\n' }, { 'src/02.txt': 'part 02\n' }];
    const id = await bed.start({ stopAfter: { batches: 2 } });
    await bed.answer('Batch failed', 'go back');
    assert.equal(await bed.rest(id), 'stopped stopped_after_batch: 2 batches were asked for.');
    assert.deepEqual(bed.begun, ['01', '02', '01', '02', '03', '04']);
  });

  it('verifies a batch as a whole, and again where a person mended it', async () => {
    await open('01 02');
    bed.world.checks = { test: 'node check.mjs', lint: 'node lint.mjs' };
    // The first two times are those of the prompts.
    bed.write({
      '.stage-runner/lints': '',
      'lint.mjs':
        "import { appendFileSync, readFileSync } from 'node:fs';\nappendFileSync('.stage-runner/lints', 'x');\n" +
        "process.exit(readFileSync('.stage-runner/lints', 'utf8') === 'xxx' ? 1 : 0);\n",
    });
    const id = await bed.start();
    const gate = await bed.answer('Batch not verified', 'verify again');
    assert.match(gate.question, /- The check lint failed: `node lint\.mjs` -> exit 1/);
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.batches(id), ['1: 01 done, 02 done']);
    assert.match(bed.read(`${REPORTS}-checkpoints.md`), /## Batch 1: completed/);
  });

  it('stops between prompts where the batch is too large to review, and goes on from its marker with smaller ones', async () => {
    await open('01 02 03');
    const long = 'x\n'.repeat(500);
    bed.works['01'] = [{ 'src/01.txt': long }];
    bed.works['02'] = [{ 'src/02.txt': long }];
    const id = await bed.start({ batchSize: 3 });
    const gate = await bed.answer('Batch too large', 'go back');
    assert.match(gate.question, /Batch 1 changed 2 files, 1000 lines\. More than 30 files or 800 lines/);
    assert.match(gate.question, /go back to `cp-01` and run again from there with 1 prompt in a batch/);
    assert.deepEqual(bed.begun, ['01', '02']);
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.batches(id), [
      '1: 01 failed, 02 failed, 03 failed',
      '2: 01 done',
      '3: 02 done',
      '4: 03 done',
    ]);
    assert.deepEqual(bed.begun, ['01', '02', '01', '02', '03']);
  });

  it('goes on with a large batch once a person has seen it, by the limits that the run began with', async () => {
    await open('01 02');
    bed.world.variables = { max_changed_files: 1 };
    const id = await bed.start();
    bed.world.variables = { max_changed_files: 100 };
    const gate = await bed.answer('Batch too large', 'go on');
    assert.match(gate.question, /More than 1 file or 800 lines/);
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.begun, ['01', '02']);
  });

  it('writes a rollback point by hand where no marker can be made, and asks before anything runs', async () => {
    await open('01', { git: false });
    const id = await bed.start();
    await bed.answer('Prompts blocked', 'run them all the same');
    const gate = await bed.window.gates.take();
    assert.equal(gate.title, 'No rollback marker');
    assert.deepEqual(bed.begun, []);
    await bed.window.answer(gate, 'go on without it');
    const changes = await bed.answer('Sensitive changes', 'go on');
    assert.match(changes.question, /What `PROMPT_01` changed cannot be told/);
    assert.equal(await bed.rest(id), 'ended stage_complete');
    const report = bed.read(`${REPORTS}-checkpoints.md`);
    assert.match(report, /Marker: `a rollback point by hand`/);
    assert.match(report, /git names no commit to go back to/);
  });

  it('keeps the rollback point by hand of each batch', async () => {
    await open('01 02');
    assert.ok(bed.world.checkpoints);
    bed.world.checkpoints = {
      ...bed.world.checkpoints,
      take: () => Promise.resolve({ refused: { code: 'locked', detail: 'It is locked.', wayOut: 'Wait.' } }),
    };
    await bed.open();
    bed.world.variables = { commit_mode: 'commit' };
    const id = await bed.start({ batchSize: 1 });
    const heads: string[] = [];
    while (heads.length < 2) {
      const gate = await bed.window.gates.take();
      assert.equal(gate.title, 'No rollback marker');
      heads.push(bed.git('rev-parse', 'HEAD'));
      await bed.window.answer(gate, 'go on without it');
      await bed.answer('Commit to confirm', 'commit');
    }
    assert.equal(await bed.rest(id), 'ended stage_complete');
    const report = bed.read(`${REPORTS}-checkpoints.md`);
    const told = [...report.matchAll(/HEAD is commit ([0-9a-f]{40})/g)].map(([, head]) => head);
    assert.deepEqual(told, heads);
  });

  it('makes each commit that is confirmed, exactly, and no other', async () => {
    await open('01 02 03');
    bed.world.variables = { commit_mode: 'commit' };
    const lines = bed.read('src/shared.txt');
    const first = lines.replace('line 3\n', 'line three\n');
    bed.works['01'] = [{ 'src/shared.txt': first }];
    bed.works['02'] = [{ 'src/shared.txt': first.replace('line 5\n', 'line five\n') }];
    const id = await bed.start();
    const gate = await bed.answer('Commit to confirm', 'commit');
    assert.match(
      gate.question,
      /`\[PROMPT_01\] Part 01`[^]*It takes exactly what `PROMPT_01` changed, 1 file, 2 lines/,
    );
    await bed.answer('Commit to confirm', 'commit');
    await bed.answer('Commit to confirm', 'leave it');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.git('log', '--format=%an %s').split('\n'), [
      'Grace [PROMPT_02] Part 02',
      'Grace [PROMPT_01] Part 01',
      'Grace Start',
    ]);
    assert.deepEqual(bed.git('show', '--format=', '--unified=0', 'HEAD~1').split('\n').slice(-2), [
      '-line 3',
      '+line three',
    ]);
    assert.deepEqual(bed.git('show', '--format=', '--unified=0', 'HEAD').split('\n').slice(-2), [
      '-line 5',
      '+line five',
    ]);
    assert.equal(bed.git('diff', '--stat', 'HEAD', '--', 'src/shared.txt'), '');
    assert.equal(bed.git('diff', '--cached', '--stat'), '');
    assert.equal(bed.logged('02', 'commits'), bed.git('rev-parse', 'HEAD'));
    assert.equal(bed.logged('03', 'commits'), undefined);
    const plan = await bed.plan();
    // What our own reader makes of it: a commit and a log that agree, and a log alone.
    assert.deepEqual(
      plan.stages
        .flatMap(({ steps }) => steps)
        .map(({ number, mark, evidence }) => [number, mark, evidence && 'file' in evidence]),
      [
        ['01', 'complete', true],
        ['02', 'complete', true],
        ['03', 'complete', false],
      ],
    );
  });

  it('asks about the commits of a batch that failed too, where its prompts were not taken back', async () => {
    await open('01 02 03');
    bed.world.variables = { commit_mode: 'commit' };
    bed.works['02'] = [{ 'src/02.txt': 'broken\n', 'src/more.txt': 'more\n' }, { 'src/02.txt': 'part 02\n' }];
    const id = await bed.start();
    await bed.answer('Batch failed', 'again');
    const asked: string[] = [];
    for (const choice of ['commit', 'commit', 'leave it']) {
      const gate = await bed.answer('Commit to confirm', choice);
      asked.push(/\[PROMPT_\d+\]/.exec(gate.question)?.[0] ?? '');
    }
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(asked, ['[PROMPT_01]', '[PROMPT_02]', '[PROMPT_03]']);
    assert.deepEqual(bed.git('log', '--format=%s', '--name-only').split('\n').filter(Boolean).slice(0, 5), [
      '[PROMPT_02] Part 02',
      'src/02.txt',
      'src/more.txt',
      '[PROMPT_01] Part 01',
      'src/01.txt',
    ]);
    assert.equal(bed.git('show', 'HEAD:src/02.txt'), 'part 02');
  });

  it('proposes no commit of work that failed, and one of all attempts where the prompt was done at last', async () => {
    await open('01 02 03');
    const shared = bed.read('src/shared.txt');
    const half = shared.replace('line 3\n', 'line broken\n').replace('line 20\n', 'line twenty\n');
    bed.works['02'] = [
      { 'src/shared.txt': half, 'src/more.txt': 'more\n' },
      { 'src/shared.txt': half.replace('line broken\n', 'line three\n') },
    ];
    const id = await bed.start();
    await bed.answer('Batch failed', 'again');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.batches(id), ['1: 01 done, 02 failed', '2: 02 done, 03 done']);
    const [, first = '', second = ''] = bed.read(`${REPORTS}-checkpoints.md`).split(/^## Batch /m);
    const proposed = (section: string): string[] =>
      section.split('\n').filter((line) => /^#### |^git .* (?:add|commit) /.test(line));
    assert.deepEqual(proposed(first).slice(0, 1), ['#### `[PROMPT_01] Part 01`']);
    assert.doesNotMatch(first, /\[PROMPT_02\]/);
    assert.deepEqual(proposed(second), [
      '#### `[PROMPT_02] Part 02`',
      'git --literal-pathspecs add --all -- src/more.txt src/shared.txt',
      '#### `[PROMPT_03] Part 03`',
      'git --literal-pathspecs add --all -- src/03.txt',
    ]);
  });

  it('asks once about a commit that a person leaves, over later batches too', async () => {
    await open('01 02');
    bed.world.variables = { commit_mode: 'commit' };
    const id = await bed.start({ batchSize: 1 });
    const first = await bed.answer('Commit to confirm', 'leave it');
    const second = await bed.answer('Commit to confirm', 'leave it');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.match(`${first.question} ${second.question}`, /PROMPT_01[^]*PROMPT_02/);
  });

  it('tells what a hook refused, and leaves the index as it was', async () => {
    await open('01');
    bed.world.variables = { commit_mode: 'commit' };
    bed.write({ '.git/hooks/pre-commit': '#!/bin/sh\necho "not on a Friday" >&2\nexit 1\n' });
    bed.chmod('.git/hooks/pre-commit');
    const id = await bed.start();
    await bed.answer('Commit to confirm', 'commit');
    const again = await bed.window.gates.take();
    assert.match(again.question, /It could not be committed: “not on a Friday”/);
    assert.equal(bed.git('diff', '--cached', '--stat'), '');
    await bed.window.answer(again, 'leave it');
    assert.equal(await bed.rest(id), 'ended stage_complete');
  });

  it('asks again where HEAD was moved while it waited, and commits there once a person says so', async () => {
    await open('01');
    bed.world.variables = { commit_mode: 'commit' };
    const id = await bed.start();
    const gate = await bed.window.gates.take();
    const before = bed.git('rev-parse', 'HEAD');
    bed.git('switch', '--quiet', '--create', 'other');
    bed.git('commit', '--quiet', '--allow-empty', '-m', 'Elsewhere');
    const now = bed.git('rev-parse', 'HEAD');
    await bed.window.answer(gate, 'commit');
    const again = await bed.window.gates.take();
    assert.ok(again.question.includes(`HEAD went from ${before} on main to ${now} on other`), again.question);
    assert.equal(bed.git('rev-parse', 'HEAD'), now);
    await bed.window.answer(again, 'commit');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.git('log', '-2', '--format=%s').split('\n'), ['[PROMPT_01] Part 01', 'Elsewhere']);
  });

  it('asks again where another branch names the same commit, and says on which it would be', async () => {
    await open('01');
    bed.world.variables = { commit_mode: 'commit' };
    const id = await bed.start();
    const gate = await bed.window.gates.take();
    const head = bed.git('rev-parse', 'HEAD');
    assert.ok(
      gate.question.includes(`It would be on \`main\`, after \`${head.slice(0, 12)}\`.`),
      gate.question,
    );
    bed.git('switch', '--quiet', '--create', 'other');
    await bed.window.answer(gate, 'commit');
    const again = await bed.window.gates.take();
    assert.equal(bed.git('rev-parse', 'HEAD'), head);
    assert.match(again.question, /on main to \w+ on other since this was asked/);
    assert.match(again.question, /It would be on `other`/);
    assert.doesNotMatch(again.question, /It would be on `main`/);
    bed.git('switch', '--quiet', '--detach');
    await bed.window.answer(again, 'commit');
    const third = await bed.window.gates.take();
    assert.match(third.question, /It would be on no branch/);
    bed.git('switch', '--quiet', 'main');
    await bed.window.answer(third, 'commit');
    await bed.answer('Commit to confirm', 'commit');
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.equal(bed.git('log', '-1', '--format=%s', 'main'), '[PROMPT_01] Part 01');
    assert.equal(bed.git('rev-parse', 'other'), head);
  });

  it('runs the prompts that were chosen, and what is left of them after a rest', async () => {
    await open();
    const id = await bed.start({ steps: ['PROMPT_02', 'PROMPT_04', 'PROMPT_05'], stopAfter: { batches: 1 } });
    assert.equal(await bed.rest(id), 'stopped stopped_after_batch: One batch was asked for.');
    assert.match(bed.read(`${REPORTS}-run-summary.md`), /^PROMPT_05$/m);
    const whole = {
      parallel: 1,
      stopAfter: 'stage',
      steps: ['PROMPT_02', 'PROMPT_04', 'PROMPT_05'],
    } as const;
    await bed.window.runner.resume(id, 'Ada', whole);
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.begun, ['02', '04', '05']);
  });

  it('asks about prompts that an earlier run has left without a commit', async () => {
    await open('01 02');
    await bed.rest(await bed.start({ steps: ['PROMPT_01'] }));
    const id = await bed.start();
    const gate = await bed.answer('Prompts blocked', 'leave them out');
    assert.match(gate.question, /^- 01 Part 01: .*no commit names it/m);
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.begun, ['01', '02']);
    assert.match(bed.run(id).stop?.detail ?? '', /Left out: 01 Part 01/);
  });

  it('rests where files are not as the marker has them after going back, until a person keeps them', async () => {
    await open('01');
    bed.works['01'] = [{ 'src/01.txt': 'broken\n' }, { 'src/01.txt': 'part 01\n' }];
    const { checkpoints } = bed.world;
    assert.ok(checkpoints?.restore);
    const { restore } = checkpoints;
    bed.world.checkpoints = {
      ...checkpoints,
      // Something writes while the files go back.
      async restore(...args) {
        const back = await restore(...args);
        return 'restored' in back ? { stray: ['src/shared.txt'], safety: back.safety } : back;
      },
    };
    await bed.open();
    const id = await bed.start();
    await bed.answer('Batch failed', 'go back');
    assert.match(
      await bed.rest(id),
      /^stopped stray_changes: After the rollback to “before batch 1 of .*” these are not as it has them: “src\/shared\.txt”\.$/,
    );
    await bed.window.runner.resume(id, 'Ada');
    assert.equal(await bed.rest(id), 'ended stage_complete');
  });

  it('leaves a log of a prompt that is run by itself', async () => {
    await open('01 02');
    const plan = await bed.plan();
    const step = plan.stages.flatMap(({ steps }) => steps)[0];
    assert.ok(step);
    const started = await bed.window.runner.start({ plan, step, by: 'Ada' });
    assert.ok('run' in started);
    await bed.window.runner.settled(started.run);
    assert.equal(bed.run(started.run).stop?.code, 'complete', JSON.stringify(bed.run(started.run).stop));
    assert.deepEqual([bed.logged('01'), bed.logged('01', 'checkpoint')], ['success', 'cp-01']);
    assert.match(bed.read('.prompts/run-logs/stage2/PROMPT_01.md'), /- `node check\.mjs` \(test\) -> exit 0/);
    assert.equal(bed.has(`${REPORTS}-checkpoints.md`), false);
  });

  it('waits where an agent committed all the same', async () => {
    await open('01 02');
    const { auto } = bed.world.agents;
    assert.ok(auto);
    const before = bed.git('rev-parse', 'HEAD');
    bed.world.agents.auto = (task, ...rest) => {
      const answer = auto(task, ...rest);
      if (task.step.number === '01') bed.commitAll('[PROMPT_01] By the agent');
      return answer;
    };
    const id = await bed.start();
    const gate = await bed.answer('Sensitive changes', 'go on');
    assert.ok(gate.question.includes(`HEAD went from \`${before}\` to \`${bed.git('rev-parse', 'HEAD')}\``));
    assert.doesNotMatch(gate.question, /other work rests on/);
    assert.equal(await bed.rest(id), 'ended stage_complete');
    assert.deepEqual(bed.begun, ['01', '02']);
  });

  it('tells its agents to commit nothing', async () => {
    await open('01');
    await bed.rest(await bed.start());
    const [call] = bed.world.agents.calls;
    assert.match(call?.task.prompt ?? '', /Make no commit, tag or branch/);
    assert.deepEqual(Object.keys(call?.task.schema?.properties ?? {}), ['verified']);
  });
});
