import assert from 'node:assert/strict';
import { readState } from '../../../../../src/core/formats/staged/state';

/** What the lines of a state file come to. */
function state(...lines: readonly string[]): string {
  const { stage, claim, hint, milestone } = readState({ text: lines.join('\n'), modified: 0 }, '/w/STATE.md');
  const means = claim?.means === undefined ? '' : ` = ${claim.means}`;
  return [
    ...(stage === undefined ? [] : [`at ${stage}`]),
    ...(claim === undefined ? [] : [`${claim.says}${means} in line ${claim.line ?? '?'}`]),
    ...(hint === undefined ? [] : [hint.text, hint.since ?? 'no age']),
    ...(milestone === undefined ? [] : [milestone]),
  ].join(', ');
}

describe('staged: where the work stands, as the state file says', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    [
      'front matter',
      ['---', 'milestone: v4.1', 'current_phase: 74', 'status: executing', '---'],
      'at 74, status: executing = in-progress in line 3, v4.1',
    ],
    [
      'the body of an older file',
      [
        '## Current Position',
        '',
        'Phase: 3 of 8 (Views)',
        'Plan: 1 of 2 in current phase',
        'Status: Ready to plan',
      ],
      'at 3, status: Ready to plan = pending in line 4',
    ],
    [
      'bold names',
      ['**Stage:** 2.1 of 4', '**Status:** Stage complete'],
      'at 2.1, status: Stage complete = complete in line 1',
    ],
    [
      'front matter goes before the body',
      ['---', 'status: verifying', '---', 'Phase: 1', 'Status: Planning'],
      'at 1, status: verifying = in-progress in line 1',
    ],
    [
      'completed is said of the milestone',
      ['current_phase: 5', 'status: completed'],
      'at 5, status: completed in line 1',
    ],
    ['no phase yet', ['Phase: Not started', 'Status: Milestone initialized'], ''],
    ['nothing where somebody stopped', ['stopped_at: null', 'Stopped at: —'], ''],
    [
      'where somebody stopped, and when',
      ['stopped_at: "Phase 3, plan 2"', 'last_updated: "2026-01-02T10:00:00.000Z"'],
      'Stopped at: Phase 3, plan 2, 2026-01-02T10:00:00.000Z',
    ],
    ['a word that nobody knows', ['Phase: 3', 'Status: Dreaming'], 'at 3, status: Dreaming in line 1'],
    ['nothing', [''], ''],
  ];
  for (const [name, lines, expected] of cases) {
    it(name, () => {
      assert.equal(state(...lines), expected);
    });
  }
});
