import assert from 'node:assert/strict';
import { resolveStep } from '../../../../src/core/actions/resolveStep';
import type { State } from '../../../../src/core/protocol/walk';
import { act, HEADER } from './fakeContext';

const plan = (front: string): string => `---\n${front}\n---\n\n## Objective\nx\n`;
const pending = plan('status: pending');
const running = plan('status: in-progress');
const complete = plan('status: complete');

/** The step that is chosen, or why there is none. */
async function chosen(files: readonly (readonly [string, string])[], state: State = {}): Promise<string> {
  const world = Object.fromEntries(files.map(([name, text]) => [`steps/${name}`, text]));
  const { updates, next } = await act(resolveStep, { files: world, state });
  if (next === 'end_failure') return String(updates['blocking_reason']);
  return String(updates['step_plan_path']).replace('/p/plans/steps/', '');
}

describe('resolve_step', () => {
  describe('chooses', () => {
    const two = [
      ['01-a.md', pending],
      ['02-b.md', running],
    ] as const;
    const cases: readonly (readonly [string, Promise<string>, string])[] = [
      ['the first in progress, even after a pending one', chosen(two, { step: 'next' }), '02-b.md'],
      ['next when nothing is said', chosen(two), '02-b.md'],
      [
        'the first pending',
        chosen([
          ['01-a.md', complete],
          ['02-b.md', pending],
        ]),
        '02-b.md',
      ],
      ['a step without status', chosen([['01-a.md', plan('title: x')]]), '01-a.md'],
      [
        'by text, not by number',
        chosen([
          ['10-j.md', pending],
          ['2-b.md', pending],
        ]),
        '10-j.md',
      ],
      [
        'not a status with a comment',
        chosen([['01-a.md', plan('status: pending # x')]]),
        'No step plan in /p/plans/steps is in-progress or pending.',
      ],
      [
        'not a status with CRLF',
        chosen([['01-a.md', pending.replaceAll('\n', '\r\n')]]),
        'No step plan in /p/plans/steps is in-progress or pending.',
      ],
      [
        'README.md, and fails',
        chosen([['README.md', 'x']]),
        'Step plan filename must start with a number: README.md',
      ],
      ['07.md', chosen([['07.md', pending]]), '07.md'],
      ['nothing in an empty folder', chosen([]), 'No step plans (*.md) in /p/plans/steps.'],
      ['a step the prompt names', chosen(two, { initial_prompt: 'Do Step #1 and step 2' }), '01-a.md'],
      ['a number, complete or not', chosen([['01-a.md', complete]], { step: '1' }), '01-a.md'],
      ['a number that is a number', chosen([['01-a.md', pending]], { step: 1 }), '01-a.md'],
      ['2 as 2-x', chosen([['2-x.md', pending]], { step: '2' }), '2-x.md'],
      [
        '02-x before 2-x',
        chosen(
          [
            ['02-x.md', pending],
            ['2-x.md', pending],
          ],
          { step: '2' },
        ),
        '02-x.md',
      ],
      [
        'not 2-x for 02',
        chosen([['2-x.md', pending]], { step: '02' }),
        'There is no step plan with number 02 in /p/plans/steps.',
      ],
      ['08 as a number', chosen([['08-x.md', pending]], { step: '08' }), '08-x.md'],
      [
        'not 07.md by number',
        chosen([['07.md', pending]], { step: '7' }),
        'There is no step plan with number 7 in /p/plans/steps.',
      ],
      [
        'the first of a double number',
        chosen(
          [
            ['03-a.md', pending],
            ['03-b.md', running],
          ],
          { step: '3' },
        ),
        '03-a.md',
      ],
      [
        'the very file before all',
        chosen(
          [
            ['03-a.md', pending],
            ['03-b.md', pending],
          ],
          { step: '3', step_file: '03-b.md' },
        ),
        '03-b.md',
      ],
      [
        'no file outside of the folder',
        chosen(two, { step_file: '../../x.md' }),
        'There is no step plan ../../x.md in /p/plans/steps.',
      ],
      ['no words', chosen(two, { step: '../1' }), '"../1" is neither a step number nor "next".'],
    ];
    for (const [name, actual, expected] of cases) {
      it(name, async () => {
        assert.equal(await actual, expected);
      });
    }
  });

  it('does not ask where a stage runs the step all the same', async () => {
    const parent = { run: 'r0', batch: 1, together: false };
    const files = { 'steps/02-b.md': plan('depends_on: [1]\nstatus: pending') };
    const seen = await act(resolveStep, { files, header: { ...HEADER, parent } });
    assert.equal(seen.next, undefined);
    assert.match(String(seen.updates['blocking_reason']), /step 1: no handoff found/);
  });

  it('marks the step before it asks, and gives what the graph wants', async () => {
    const seen = await act(resolveStep, {
      files: {
        'steps/02-b.md': plan('title: "The second"\ndepends_on: [1, 4]\nstatus: pending # x').replace(
          ' # x',
          '',
        ),
        'handoffs/01-a.md': plan('result: partial'),
      },
      state: { step: '2' },
    });
    assert.deepEqual(seen.writes, [
      `steps/02-b.md: ${plan('title: "The second"\ndepends_on: [1, 4]\nstatus: in-progress')}`,
    ]);
    assert.deepEqual(seen.changes, ['steps/02-b.md: status: in-progress']);
    assert.equal(seen.next, 'gate_blocked');
    assert.deepEqual(seen.updates, {
      project_dir: '/p',
      plans_dir: '/p/plans',
      step_number: 2,
      step_slug: 'b',
      step_title: 'The second',
      step_plan_path: '/p/plans/steps/02-b.md',
      step_plan: plan('title: "The second"\ndepends_on: [1, 4]\nstatus: in-progress'),
      handoff_path: '/p/plans/handoffs/02-b.md',
      prev_handoff_path: '/p/plans/handoffs/01-a.md',
      prev_handoff: plan('result: partial'),
      notes_path: '/p/plans/NOTES.md',
      notes: '(none)',
      blocking_reason: [
        'Unsatisfied dependencies:',
        "- step 1: handoff result is 'partial' (not complete): /p/plans/handoffs/01-a.md",
        '- step 4: no handoff found (step not executed?)',
        '',
      ].join('\n'),
    });
  });

  it('goes the graph’s own way when nothing blocks, and writes nothing where there is no status', async () => {
    const seen = await act(resolveStep, {
      files: {
        'steps/02-b.md': plan('depends_on: [1]'),
        'handoffs/1-other.md': plan('result: complete'),
        'NOTES.md': '- a note\n',
      },
    });
    assert.deepEqual([seen.next, seen.writes, seen.note], [undefined, [], undefined]);
    assert.equal(seen.updates['blocking_reason'], '');
    assert.equal(seen.updates['step_title'], 'b');
    assert.equal(seen.updates['notes'], '- a note\n');
  });

  const previous: readonly (readonly [string, readonly string[], string])[] = [
    ['none', [], '(none)'],
    ['the highest below', ['01-a.md', '02-b.md', '10-j.md', '03-c.md'], '02-b.md'],
    ['the last of a double number', ['02-a.md', '02-b.md', '1-z.md'], '02-b.md'],
    ['by value', ['002-x.md', '1-z.md'], '002-x.md'],
    ['never its own', ['03-c.md', 'README.md'], '(none)'],
  ];
  for (const [name, handoffs, expected] of previous) {
    it(`takes as previous handoff ${name}`, async () => {
      const files = Object.fromEntries(handoffs.map((file) => [`handoffs/${file}`, file]));
      const { updates } = await act(resolveStep, { files: { ...files, 'steps/03-c.md': pending } });
      assert.equal(String(updates['prev_handoff_path']).replace('/p/plans/handoffs/', ''), expected);
      assert.equal(
        updates['prev_handoff'],
        expected === '(none)' ? '(none - this is the first step)' : expected,
      );
    });
  }

  it('cuts by bytes, never inside a character, and says so', async () => {
    const seen = await act(resolveStep, {
      files: {
        'steps/02-b.md': `x${'é'.repeat(12_000)}`,
        'handoffs/01-a.md': '€'.repeat(6_000),
        'NOTES.md': 'n'.repeat(8_001),
      },
    });
    const bytes = (key: string): number => Buffer.byteLength(String(seen.updates[key]));
    assert.deepEqual([bytes('step_plan'), bytes('prev_handoff'), bytes('notes')], [23_999, 15_999, 8_000]);
    assert.ok(!JSON.stringify(seen.updates).includes('\uFFFD'));
    assert.equal(
      seen.note,
      'The step plan is longer than 24000 bytes: the agent is given its beginning. ' +
        'The previous handoff is longer than 16000 bytes: the agent is given its beginning. ' +
        'NOTES.md is longer than 8000 bytes: the agent is given its beginning.',
    );
  });
});
