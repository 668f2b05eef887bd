import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { guardPlan, type PlanTexts } from '../../../src/core/planGuard';
import { planRights, type PlanRights } from '../../../src/core/planRights';
import { graphOf } from './protocol/graphs';

const STEP = graphOf(readFileSync(resolve(__dirname, '../../../media/protocols/step.yaml'), 'utf8'));
const rightsOf = (node: string): PlanRights => planRights(STEP.nodes.get(node));

const own = '02-retry';
const later = (edgeCases: string, tasks = '1. Count.'): string =>
  `---\nstep: 3\nstatus: pending\n---\n\n## Tasks\n${tasks}\n\n## Edge cases\n${edgeCases}\n## Out of scope\n- Alerts.\n`;

const before: PlanTexts = {
  'plan.md': '# Plan\n',
  'NOTES.md': '- Docker must run.\n',
  'steps/01-first.md': '---\nstatus: complete\n---\n',
  'steps/02-retry.md': '---\nstatus: in-progress\n---\n## Edge cases\n- none\n',
  'steps/03-metrics.md': later('- a clock that jumps\n'),
  'handoffs/01-first.md': 'first',
};

/** What the guard decides: what is put back, what is noted, what is proposed. */
function judged(node: string, change: Readonly<Record<string, string | undefined>>): string {
  const after: Record<string, string> = {};
  for (const [file, text] of Object.entries({ ...before, ...change }))
    if (text !== undefined) after[file] = text;
  const { restore, proposals, notes } = guardPlan(before, after, own, rightsOf(node));
  return [
    ...restore.map(({ file, text }) => {
      const to = text === undefined ? 'removed' : text === before[file] ? 'as before' : JSON.stringify(text);
      return `${file}: ${to}`;
    }),
    ...(proposals === ''
      ? []
      : [`proposed: ${Array.from(proposals.matchAll(/`([^`\n]+)`,/g), (m) => m[1]).join(', ')}`]),
    ...(notes.length === restore.length ? [] : ['notes missing']),
  ].join('\n');
}

const file = 'steps/03-metrics.md';

describe('the guard of the plan folder', () => {
  const cases: readonly (readonly [string, string, Readonly<Record<string, string | undefined>>, string])[] =
    [
      ['nothing changed', 'implement', {}, ''],
      [
        'an entry at the end of a later plan’s edge cases',
        'edge_case_sweep',
        { [file]: later('- a clock that jumps\n- `Retry-After` in the past\n\n  with a line more\n') },
        '',
      ],
      [
        'the same outside of the sweep',
        'implement',
        { [file]: later('- a clock that jumps\n- another\n') },
        `${file}: as before\nproposed: ${file}`,
      ],
      [
        'an entry and a task: the entry stays',
        'edge_case_sweep',
        { [file]: later('- a clock that jumps\n- another\n', '1. Count all.') },
        `${file}: ${JSON.stringify(later('- a clock that jumps\n- another\n'))}\nproposed: ${file}`,
      ],
      [
        'a task',
        'edge_case_sweep',
        { [file]: later('- a clock that jumps\n', '1. X.') },
        `${file}: as before\nproposed: ${file}`,
      ],
      [
        'an entry rewritten',
        'edge_case_sweep',
        { [file]: later('- a clock that stops\n- another\n') },
        `${file}: as before\nproposed: ${file}`,
      ],
      [
        'an entry put first',
        'edge_case_sweep',
        { [file]: later('- another\n- a clock that jumps\n') },
        `${file}: as before\nproposed: ${file}`,
      ],
      ...(
        [
          ['a heading of its level', '## Tasks\n2. More.'],
          ['a heading below', '### Tasks\n2. More.'],
          ['a section name without #', 'Tasks\n2. More.'],
          ['an open fence', '```\n'],
          ['a rule that could end front matter', '---'],
          ['an underline that makes a heading', 'Tasks\n====='],
          ['a comment that swallows the rest', '<!-- x'],
        ] as const
      ).map(([name, text]): [string, string, Readonly<Record<string, string>>, string] => [
        `${name} among the entries`,
        'edge_case_sweep',
        { [file]: later(`- a clock that jumps\n${text}\n`) },
        `${file}: as before\nproposed: ${file}`,
      ]),
      [
        'the status of a later plan',
        'edge_case_sweep',
        { [file]: later('- a clock that jumps\n').replace('pending', 'complete') },
        `${file}: as before`,
      ],
      [
        'line ends alone',
        'edge_case_sweep',
        { [file]: later('- a clock that jumps\n').replaceAll('\n', '\r\n') },
        `${file}: as before`,
      ],
      [
        'line ends and an entry',
        'edge_case_sweep',
        { [file]: later('- a clock that jumps\n- b\n').replaceAll('\n', '\r\n') },
        `${file}: ${JSON.stringify(later('- a clock that jumps\n- b\n'))}`,
      ],
      [
        'an entry with another number of blank lines around it',
        'edge_case_sweep',
        { [file]: later('- a clock that jumps\n\n- another\n\n\n') },
        '',
      ],
      ['a deleted step', 'edge_case_sweep', { [file]: undefined }, `${file}: as before\nproposed: ${file}`],
      [
        'a new step',
        'edge_case_sweep',
        { 'steps/04-new.md': '## Edge cases\n- x\n' },
        'steps/04-new.md: removed\nproposed: steps/04-new.md',
      ],
      [
        'the own plan',
        'edge_case_sweep',
        { 'steps/02-retry.md': '---\nstatus: in-progress\n---\n## Edge cases\n- none\n- one\n' },
        'steps/02-retry.md: as before\nproposed: steps/02-retry.md',
      ],
      [
        'the own status',
        'write_handoff',
        { 'steps/02-retry.md': '---\nstatus: complete\n---\n## Edge cases\n- none\n' },
        'steps/02-retry.md: as before',
      ],
      [
        'an earlier plan',
        'edge_case_sweep',
        { 'steps/01-first.md': '---\nstatus: complete\n---\nmore\n' },
        'steps/01-first.md: as before\nproposed: steps/01-first.md',
      ],
      ['the overview', 'write_handoff', { 'plan.md': '# Other\n' }, 'plan.md: as before\nproposed: plan.md'],
      ['the own handoff', 'write_handoff', { 'handoffs/02-retry.md': 'x' }, ''],
      [
        'the own handoff too early',
        'implement',
        { 'handoffs/02-retry.md': 'x' },
        'handoffs/02-retry.md: removed\nproposed: handoffs/02-retry.md',
      ],
      [
        'another handoff',
        'write_handoff',
        { 'handoffs/01-first.md': 'forged' },
        'handoffs/01-first.md: as before\nproposed: handoffs/01-first.md',
      ],
      ['notes at the end', 'write_handoff', { 'NOTES.md': '- Docker must run.\n- New.\n' }, ''],
      [
        'notes at the beginning go to the end',
        'write_handoff',
        { 'NOTES.md': '- New.\n- Docker must run.\n' },
        'NOTES.md: "- Docker must run.\\n- New.\\n"\nproposed: NOTES.md',
      ],
      [
        'notes rewritten',
        'write_handoff',
        { 'NOTES.md': '- Docker is not needed.\n' },
        'NOTES.md: as before\nproposed: NOTES.md',
      ],
      [
        'notes deleted',
        'write_handoff',
        { 'NOTES.md': undefined },
        'NOTES.md: as before\nproposed: NOTES.md',
      ],
      [
        'notes outside of the handoff',
        'edge_case_sweep',
        { 'NOTES.md': '- Docker must run.\n- New.\n' },
        'NOTES.md: as before\nproposed: NOTES.md',
      ],
    ];
  for (const [name, node, change, expected] of cases) {
    it(`${name} (${node})`, () => {
      assert.equal(judged(node, change), expected);
    });
  }

  for (const [name, after, stays] of [
    ['a new line', '- Docker.\n- New.\n', '- Docker.\n- New.\n'],
    ['the last line made longer', '- Docker. Not needed.\n', '- Docker.'],
    ['the last line made longer, and a new one', '- Docker. No.\n- New.\n', '- Docker.'],
  ] as const) {
    it(`notes without a final newline: ${name}`, () => {
      const { restore } = guardPlan(
        { 'NOTES.md': '- Docker.' },
        { 'NOTES.md': after },
        own,
        rightsOf('write_handoff'),
      );
      assert.equal(restore[0]?.text ?? after, stays);
    });
  }

  it('takes new notes when there were none', () => {
    const result = guardPlan({}, { 'NOTES.md': '- New.\n' }, own, rightsOf('write_handoff'));
    assert.deepEqual(result, { restore: [], proposals: '', notes: [] });
  });

  it('shows a change as a diff and says what it did', () => {
    const result = guardPlan(before, { ...before, 'plan.md': '# Other\n' }, own, rightsOf('implement'));
    assert.deepEqual(result.notes, ['plan.md: was changed, which this agent may not do; it was put back']);
    assert.equal(
      result.proposals,
      [
        'Proposed for `plan.md`, not applied, for a person to decide:',
        '',
        '```diff',
        '--- a/plan.md',
        '+++ b/plan.md',
        '@@ -1,1 +1,1 @@',
        '-# Plan',
        '+# Other',
        '```',
        '',
      ].join('\n'),
    );
  });
});
