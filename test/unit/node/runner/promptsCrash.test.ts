import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Run } from '../../../../src/core/run';
import { goOn, keepMoments, eventNames } from './moments';
import { PromptsBed, REPORTS } from './promptsBed';

/** What a window that died left, by the event after which it did. */
const MOMENTS = [
  'stage checkpoint_started',
  'stage node_left begin_prompts',
  '01 node_left gather_prompt',
  '01 node_left keep_diff',
  '01 node_left write_run_log',
  '02 run_ended',
  'stage gate_answered',
  'stage node_left go_back',
  'stage node_left verify_batch 2',
] as const;

/** The same while the commit of the first prompt is wanted before the checkpoint of its batch. */
const COMMIT_MOMENTS = [
  'stage commit_asked',
  'stage node_left run_prompts',
  'stage gate_opened',
  'stage gate_answered',
  'stage node_left make_commit',
  '03 node_left gather_prompt',
] as const;

/** The same where a batch fails, and a person wants what is done of it committed. */
const PARTIAL_MOMENTS = [
  'stage gate_answered',
  'stage gate_opened 2',
  'stage gate_answered 2',
  'stage node_left make_commit',
] as const;

/** The same where they want it taken back, and no more run. */
const BACK_MOMENTS = ['stage gate_answered', 'stage node_left go_back_and_stop'] as const;

/** The same while a prompt asks for a command: the fourth check after lint, build and test, of which only the last is run. */
const REQUESTED_MOMENTS = [
  'stage node_left begin_prompts',
  'stage node_left verify_batch',
  'stage gate_opened',
  'stage gate_answered',
  'stage check_started 2',
  'stage check_ended 4',
  'stage node_left verify_requested',
] as const;

const REQUESTED = 'import { appendFileSync } from "node:fs"; appendFileSync(".stage-runner/ran", "x");\n';

describe('a stage of prompts whose window goes away', function () {
  this.timeout(240_000);
  let bed: PromptsBed;

  beforeEach(() => {
    bed = new PromptsBed('01 02 03');
    bed.works['02'] = works();
  });
  afterEach(() => {
    bed.world.remove();
  });

  /** The first attempt of the second prompt fails its check. */
  function works(): Record<string, string>[] {
    return [{ 'src/02.txt': 'broken\n' }, { 'src/02.txt': 'part 02\n' }];
  }

  /** What a window does undisturbed, with the disk kept as it was after each of these events. */
  async function keep(
    events: readonly string[],
    work: () => Promise<void>,
    also?: (event: string, run: Run) => void,
  ): Promise<string[]> {
    const nameOf = eventNames();
    const name = (run: Run): string | undefined => {
      const event = nameOf(bed.window, run);
      also?.(event, run);
      return events.find((one) => one === event);
    };
    const kept = await keepMoments(bed.world, name, work);
    assert.deepEqual([...kept].sort(), [...events].sort());
    bed.window.crash();
    return kept;
  }

  /** Another window and other agents find what the disk holds. */
  async function goOnAnew(id: string): Promise<void> {
    bed.newAgents();
    await bed.open();
    await goOn(bed.window, bed.world.folder, id);
  }

  /** Wherever a person is asked, they go back. */
  async function toTheEnd(id: string): Promise<void> {
    const end = bed.rest(id);
    for (;;) {
      const next = await Promise.race([bed.window.gates.take(), end]);
      if (typeof next === 'string') {
        assert.equal(next, 'ended stage_complete');
        return;
      }
      await bed.window.answer(next, 'go back');
    }
  }

  /** What a person finds afterwards, without times, names of commits, and the numbers of batches and markers. */
  function outcome(): string {
    const files = bed.git('ls-files', '--others', '--exclude-standard', '--cached').split('\n').sort();
    const summary = bed.read(`${REPORTS}-run-summary.md`).replace(/- As of: .*/, '');
    const [done = ''] = summary.split('## Rollback markers');
    const texts = ['01', '02', '03'].map(
      (number) => `${bed.logged(number)} ${bed.read(`src/${number}.txt`)}`,
    );
    const told = done.replace(/\(batch \d+\)/g, '').replace(/`[0-9a-f]{40}`/g, 'a commit');
    return [...files, ...texts, told].join('\n');
  }

  it('ends in the same state as one whose window stayed, wherever it was', async () => {
    await bed.open();
    let id = '';
    const saved = await keep(MOMENTS, async () => {
      id = await bed.start();
      await toTheEnd(id);
    });
    const whole = outcome();
    for (const moment of saved) {
      bed.world.restore(moment);
      // What the agent of the second prompt does next: its first attempt may be over by now.
      const isSecond = bed.has('src/02.txt') || saved.indexOf(moment) >= saved.indexOf('02 run_ended');
      bed.works['02'] = isSecond ? works().slice(1) : works();
      await goOnAnew(id);
      await toTheEnd(id);
      assert.equal(outcome(), whole, moment);
      assert.equal(bed.git('fsck', '--no-dangling'), '', moment);
      assert.deepEqual(bed.window.problems, []);
      bed.window.crash();
    }
  });

  it('makes a commit that was wanted before its checkpoint once, wherever it was', async () => {
    bed.works['02'] = [{ 'src/02.txt': 'part 02\n' }];
    await bed.open();
    let id = '';
    const ask = (event: string, { header }: Run): void => {
      if (event === '02 run_started') void bed.window.runner.tell(header.parent?.run ?? '', ASKED);
    };
    const work = async (): Promise<void> => {
      id = await bed.start({ batchSize: 3 });
      await committedOnce(id);
    };
    const saved = await keep(COMMIT_MOMENTS, work, ask);
    const whole = outcome();
    for (const moment of [...saved, UNTOLD]) {
      bed.world.restore(moment === UNTOLD ? 'stage node_left make_commit' : moment);
      if (moment === UNTOLD) forgetLastLine(bed.world.journal(id));
      await goOnAnew(id);
      await committedOnce(id);
      assert.equal(outcome(), whole, moment);
      assert.deepEqual(bed.window.problems, []);
      bed.window.crash();
    }
  });

  /** To a rest, from each of these moments, and on to the end of the stage. */
  async function restsAlike(
    wanted: readonly string[],
    choices: Readonly<Record<string, string>>,
  ): Promise<string> {
    await bed.open();
    let [id, whole] = ['', ''];
    const saved = await keep(wanted, async () => {
      id = await bed.start();
      whole = await atRest(id, choices);
    });
    for (const moment of saved) {
      bed.world.restore(moment);
      bed.works['02'] = works().slice(1);
      await goOnAnew(id);
      assert.equal(await atRest(id, choices), whole, moment);
      await bed.window.runner.resume(id, 'Ada');
      assert.equal(await bed.rest(id), 'ended stage_complete', moment);
      assert.deepEqual(bed.window.problems, []);
      bed.window.crash();
    }
    return whole;
  }

  /** Answers what is asked until the stage rests, and gives what is there then. */
  async function atRest(id: string, choices: Readonly<Record<string, string>>): Promise<string> {
    const end = bed.rest(id);
    for (;;) {
      const next = await Promise.race([bed.window.gates.take(), end]);
      if (typeof next !== 'string') {
        await bed.window.answer(next, choices[next.title] ?? '');
        continue;
      }
      const files = bed.git('ls-files', '--others', '--cached', 'src').split('\n').sort();
      return [next, ...files, bed.git('log', '--format=%s')].join('\n');
    }
  }

  it('commits what is done of a failed batch once, and rests, wherever it was', async () => {
    const choices = { 'Batch failed': 'commit what is done', 'Commit to confirm': 'commit' };
    const rest = await restsAlike(PARTIAL_MOMENTS, choices);
    assert.match(
      rest,
      /^stopped stage_halted: .*\nsrc\/01\.txt\nsrc\/02\.txt\n.*\n\[PROMPT_01\] Part 01\nStart$/,
    );
  });

  it('takes a failed batch back, and rests, wherever it was', async () => {
    const rest = await restsAlike(BACK_MOMENTS, { 'Batch failed': 'go back and stop' });
    assert.match(rest, /^stopped stage_halted: .*\nsrc\/shared\.txt\nStart$/);
  });

  it('runs a command that a prompt asks for as a person agreed to, wherever it was', async () => {
    bed.write({
      '.prompts/PROMPT_01.txt': 'Title: Part 01\n\nAcceptance Criteria\n- `node requested.mjs`\n',
      '.stage-runner/ran': '',
      'requested.mjs': REQUESTED,
    });
    bed.commitAll('Criteria');
    await bed.open();
    let id = '';
    const saved = await keep(REQUESTED_MOMENTS, async () => {
      id = await bed.start({ steps: ['PROMPT_01'] });
      await agreedOnce(id);
    });
    const report = (): string => bed.read(`${REPORTS}-checkpoints.md`).split('### Proposed commits')[0] ?? '';
    const whole = report().replace(/.*UTC.*/g, '');
    for (const moment of saved) {
      bed.world.restore(moment);
      await goOnAnew(id);
      await agreedOnce(id);
      assert.equal(report().replace(/.*UTC.*/g, ''), whole, moment);
      bed.window.crash();
    }
  });

  /** Answers the question about the command, where it is not answered yet. */
  async function agreedOnce(id: string): Promise<void> {
    const end = bed.rest(id);
    const next = await Promise.race([bed.window.gates.take(), end]);
    if (typeof next !== 'string') {
      assert.equal(next.title, 'Requested commands');
      await bed.window.answer(next, 'run them');
    }
    assert.equal(await end, 'ended stage_complete');
    assert.equal(bed.read('.stage-runner/ran'), 'x');
  }

  const ASKED = { type: 'commit_asked', step: 'PROMPT_01', by: 'Ada' } as const;
  /** The commit is there, and its window went away before the journal could say so. */
  const UNTOLD = 'the commit, and no word of it';

  function forgetLastLine(file: string): void {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    writeFileSync(file, lines.slice(0, -1).join('\n') + '\n');
  }

  /** Answers the gate of the commit, where it is not answered yet, and looks at what is there in the end. */
  async function committedOnce(id: string): Promise<void> {
    const end = bed.rest(id);
    const next = await Promise.race([bed.window.gates.take(), end]);
    if (typeof next !== 'string') await bed.window.answer(next, 'commit');
    assert.equal(await end, 'ended stage_complete');
    assert.deepEqual(bed.git('log', '--format=%s', '--name-only').split('\n').filter(Boolean).slice(0, 3), [
      '[PROMPT_01] Part 01',
      'src/01.txt',
      'Start',
    ]);
    assert.deepEqual(bed.batches(id), ['1: 01 done, 02 done, 03 -', '2: 03 done']);
    assert.equal(bed.git('diff', '--cached', '--stat'), '');
  }
});
