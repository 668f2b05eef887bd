import assert from 'node:assert/strict';
import { stageMap } from '../../../../src/core/stageMap';
import { lensesOf } from '../../../../src/vscode/language/lenses';
import { explainedAt, offersAt, slipsIn } from '../../../../src/vscode/language/offers';
import { type PlanFile, planFileAt } from '../../../../src/vscode/language/planFiles';
import { driven, gate, handoff, plan, run, step } from '../../core/mapValues';
import { english } from '../english';

const FIRST = step('01', 'complete', { handoff: handoff('complete') });
const SECOND = step('02', 'pending', { dependsOn: [{ number: '01', step: FIRST.key, satisfied: true }] });
const TEXT = ['---', 'depends_on: [1, 7]', 'status: pending', '', '---', '# Second', 'text'];

function fileOf(more: Parameters<typeof plan>[1] = {}): PlanFile {
  const map = stageMap({ plans: [plan([FIRST, SECOND], more)], runs: [], statusLog: [] });
  const found = planFileAt(map, SECOND.file, 0);
  assert.ok(found);
  return found;
}

function offered(line: number, character: number, lines: readonly string[] = TEXT): string[] {
  return offersAt(lines, { line, character }, fileOf(), english).map(
    ({ kind, insert }) => `${kind} ${insert}`,
  );
}

describe('the editor offers in a plan file', () => {
  it('the keys that are not there yet', () => {
    assert.deepEqual(offered(3, 0), ['key step: ', 'key title: ']);
  });

  it('the values of a key', () => {
    assert.deepEqual(offered(2, 8), ['value pending', 'value in-progress', 'value complete']);
  });

  it('the one status of a GSD plan that its tool knows, and calls no other a slip', () => {
    const lines = ['---', 'status: ', 'phase: 01-a', '---'];
    const gsd = fileOf({ format: 'gsd' });
    assert.deepEqual(
      offersAt(lines, { line: 1, character: 8 }, gsd, english).map(({ insert }) => insert),
      ['superseded'],
    );
    assert.deepEqual(slipsIn(['---', 'status: shipped', '---'], 'gsd', english), []);
    assert.deepEqual(offersAt(lines, { line: 1, character: 8 }, fileOf({ format: 'renn' }), english), []);
  });

  it('the other steps as dependencies', () => {
    assert.deepEqual(offered(1, 13), ['step 01']);
  });

  it('nothing outside of front matter, nor where there is none', () => {
    assert.deepEqual(offered(6, 0), []);
    assert.deepEqual(offered(0, 0, ['# Second']), []);
  });
});

describe('the editor explains in a plan file', () => {
  const explained = (line: number, character: number): string =>
    explainedAt(TEXT, { line, character }, fileOf(), english)?.markdown ?? '';

  it('a dependency by the status of its step', () => {
    assert.match(explained(1, 13), /01/);
    assert.match(explained(1, 13), /done/);
  });

  it('a dependency that means no step', () => {
    assert.match(explained(1, 16), /No step of this plan is meant by “7”/);
  });

  it('a key with its values', () => {
    assert.match(explained(2, 2), /Exactly one of the values.*\n\n`pending`, `in-progress`, `complete`/);
  });

  it('its first heading by the status of the step itself', () => {
    assert.match(explained(5, 4), /ready/);
    assert.equal(explained(6, 1), '');
  });

  it('slips of the pen', () => {
    const found = slipsIn(['---', 'depend_on: []', '---'], 'coyote', english);
    assert.deepEqual(
      found.map(({ message }) => message),
      ['“depend_on” is no key of this format. Is “depends_on” meant?'],
    );
    assert.deepEqual(slipsIn(['---', 'depend_on: []', '---'], 'prompts', english), []);
  });
});

describe('a file that holds several steps', () => {
  it('is that of the step above the line', () => {
    const steps = ['01', '02', '03'].map((number, index) =>
      step(number, 'pending', { file: '/w/report.md', line: 10 * index + 5 }),
    );
    const map = stageMap({ plans: [plan(steps)], runs: [], statusLog: [] });
    const at = (line: number) => planFileAt(map, '/w/report.md', line)?.view.step.number;
    assert.deepEqual([0, 5, 14, 15, 99].map(at), ['01', '01', '01', '02', '03']);
  });
});

describe('above a plan file stands', () => {
  const now = new Date('2026-01-01T10:14:00.000Z');
  const titles = (file: PlanFile, trusted = true): string[] =>
    lensesOf(file.view, file.plan.plan, { now, trusted, l10n: english }).map(
      ({ title, command }) => `${title} (${command})`,
    );

  it('how the step stands, and Run', () => {
    assert.deepEqual(titles(fileOf()), ['ready (reveal)', 'Run (runStep)']);
  });

  it('no Run without trust, nor where the plan is only shown', () => {
    assert.deepEqual(titles(fileOf(), false), ['ready (reveal)']);
    assert.deepEqual(titles(fileOf({ readOnly: true })), ['ready (reveal)']);
  });

  it('Answer Gate where one waits', () => {
    const runs = [driven(run('02', { gates: [{ gate: gate('Deviation', '02') }] }))];
    const map = stageMap({ plans: [plan([FIRST, SECOND])], runs, statusLog: [] });
    const file = planFileAt(map, SECOND.file, 0);
    assert.ok(file);
    assert.ok(titles(file).includes('Answer Gate (answerGate)'));
  });

  it('the handoff that was left, in the words of the format', () => {
    const map = stageMap({ plans: [plan([FIRST, SECOND])], runs: [], statusLog: [] });
    const file = planFileAt(map, FIRST.file, 0);
    assert.ok(file);
    assert.deepEqual(titles(file).slice(1), ['Handoff (openHandoff)']);
  });
});
