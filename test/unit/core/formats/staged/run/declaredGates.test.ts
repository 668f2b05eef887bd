import assert from 'node:assert/strict';
import {
  declaredGates,
  declaredIn,
  gatesNotMet,
  gatesToMeet,
  type DeclaredGate,
} from '../../../../../../src/core/formats/staged/run/declaredGates';
import type { GateType } from '../../../../../../src/core/formats/staged/run/gateReturn';
import { gateOfRaised } from '../../../../../../src/core/formats/staged/run/raised';
import type { AnsweredGate } from '../../../../../../src/core/formats/staged/run/answered';

function file(front: string, ...tasks: string[]): string {
  return `---\n${front}\n---\n\n<tasks>\n${tasks.join('\n')}\n</tasks>\n`;
}

const AUTO = '<task type="auto">\n<name>Task: build</name>\n</task>';
const VERIFY =
  '<task type="checkpoint:human-verify" gate="blocking">\n<what-built>How it\n reads</what-built>\n</task>';
const DECIDE = '<task type="checkpoint:decision" gate="blocking">\n<decision>Which store</decision>\n</task>';
const ACT =
  '<task type="checkpoint:human-action" gate="blocking-human">\n  <action>Set the key</action>\n</task>';

function shown({ type, typeText, task, about, personOnly }: DeclaredGate): string {
  const place = task === undefined ? 'somewhere' : `task ${task}`;
  const kind = type === typeText ? type : `${typeText} as ${type ?? 'any'}`;
  return [place, kind, about, personOnly ? 'a person' : ''].filter(Boolean).join(', ');
}

describe('staged run: gates that a file declares', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['none', file('autonomous: true', AUTO), []],
    ['no front matter', AUTO, []],
    [
      'of each kind, counted among all tasks',
      file('autonomous: false', AUTO, VERIFY, AUTO, DECIDE, ACT),
      [
        'task 2, human-verify, How it reads',
        'task 4, decision, Which store',
        'task 5, human-action, Set the key, a person',
      ],
    ],
    [
      'whatever the front matter says',
      file('autonomous: true', VERIFY),
      ['task 1, human-verify, How it reads'],
    ],
    ['by the front matter alone', file('autonomous: false', AUTO), ['somewhere, gate as any']],
    [
      'of a kind that nobody knows',
      file('autonomous: false', '<task type="checkpoint:tea">\n<name>Tea</name>\n</task>'),
      ['task 1, tea as any, Tea'],
    ],
    [
      'in another spelling',
      file('', "<task gate='Blocking-Human' type='checkpoint:human_verify'>\n</task>"),
      ['task 1, human_verify as human-verify, a person'],
    ],
    [
      'without taking the words of the next task for its own',
      file('', '<task type="checkpoint:decision">', '<task type="auto">\n<decision>no</decision>\n</task>'),
      ['task 1, decision'],
    ],
    ['in code, which declares nothing', file('', `\`\`\`xml\n${VERIFY}\n\`\`\``), []],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      const found = declaredGates(text);
      assert.deepEqual(found.map(shown), expected);
      assert.deepEqual(declaredIn(JSON.parse(JSON.stringify(found))), found);
    });
  }

  it('are no more than a person can look at', () => {
    assert.equal(declaredGates(file('', ...Array.from({ length: 5000 }, () => VERIFY))).length, 100);
  });

  it('are none where the state holds something else', () => {
    for (const value of [undefined, 'x', {}, [1, { task: 1 }, { typeText: 1 }]])
      assert.deepEqual(declaredIn(value), []);
  });
});

describe('staged run: gates that a person has to see', () => {
  const all = declaredGates(
    file('autonomous: false', VERIFY, DECIDE, ACT, VERIFY.replace('blocking', 'blocking-human')),
  );
  const unknown = declaredGates(file('autonomous: false'));
  const cases: readonly (readonly [string, readonly GateType[], readonly number[]])[] = [
    ['by themselves', [], [1, 2, 3, 4]],
    ['where checks are collected at the end', ['human-verify'], [2, 3, 4]],
    ['in auto mode', ['human-verify', 'decision'], [3, 4]],
  ];
  for (const [name, passes, expected] of cases) {
    it(name, () => {
      const tasks = gatesToMeet(all, passes).map(({ task }) => task);
      assert.deepEqual(tasks, expected);
      assert.deepEqual(gatesToMeet(unknown, passes), unknown);
    });
  }
});

describe('staged run: declared gates that nobody was asked about', () => {
  /** `human-verify 2: approved`; without a number where the agent did not name its task. */
  function answered(text: string, at: number): AnsweredGate {
    const [, type = '', task = '', answer = ''] = /^(\S+?)(?: (\S+))?: (.*)$/.exec(text) ?? [];
    const current = task === '' ? '' : `### Current Task\n**Task ${task}:** it\n`;
    const details = `## GATE REACHED\n**Type:** ${type}\n${current}### Gate Details\nlook`;
    return { id: `g${at}`, gate: gateOfRaised({ type, title: 'x', details, options: [] }), answer };
  }

  const VERIFY_TWICE = file('autonomous: false', AUTO, VERIFY, AUTO, VERIFY);
  const cases: readonly (readonly [string, string, readonly string[], readonly (number | undefined)[]])[] = [
    ['nothing declared', file('autonomous: true', AUTO), [], []],
    ['none met', VERIFY_TWICE, [], [2, 4]],
    ['all met by number', VERIFY_TWICE, ['human-verify 2: approved', 'human-verify 4: approved'], []],
    ['all met without numbers', VERIFY_TWICE, ['human-verify: approved', 'human-verify: yes'], []],
    ['one with a number, one without', VERIFY_TWICE, ['human-verify: approved', 'human-verify 4: yes'], []],
    ['one left out', VERIFY_TWICE, ['human-verify 4: approved'], [2]],
    ['one left out, without numbers', VERIFY_TWICE, ['human-verify: approved'], [4]],
    [
      'the same one asked again is not another one',
      VERIFY_TWICE,
      ['human-verify 2: It leans.', 'human-verify 2: approved'],
      [4],
    ],
    ['asked again without numbers', VERIFY_TWICE, ['human-verify: It leans.', 'human-verify: approved'], [4]],
    ['issues, and nobody asked again', file('', VERIFY), ['human-verify 1: It leans.'], [1]],
    [
      'approved, and then issues',
      file('', VERIFY),
      ['human-verify 1: approved', 'human-verify 1: It leans.'],
      [1],
    ],
    ['leading zeros', file('', VERIFY), ['human-verify 01: approved'], []],
    ['another kind', file('', VERIFY), ['decision 1: approved'], [1]],
    ['another kind without a number', file('', ACT), ['human-verify: approved'], [1]],
    ['what came up at another task does not count', file('', AUTO, ACT), ['human-action 1: done'], [2]],
    ['a number that is none', file('', AUTO, ACT), ['human-action 1.5: done'], []],
    ['the front matter alone, and any gate', file('autonomous: false', AUTO), ['decision 1: left'], []],
    ['the front matter alone, and none', file('autonomous: false', AUTO), [], [undefined]],
    [
      'the front matter alone, and an issue',
      file('autonomous: false', AUTO),
      ['human-verify: It leans.'],
      [undefined],
    ],
    ['an unknown kind, and any gate', file('', '<task type="checkpoint:tea">'), ['decision 1: milk'], []],
  ];
  for (const [name, text, met, expected] of cases) {
    it(name, () => {
      const missing = gatesNotMet(declaredGates(text), met.map(answered));
      assert.deepEqual(
        missing.map(({ task }) => task),
        expected,
      );
    });
  }
});
