import assert from 'node:assert/strict';
import { commitIndex } from '../../../../../src/core/formats/prompts/commits';

/** What subjects, newest first, say: for each prompt the kinds and which subject. */
function said(...subjects: readonly string[]): string[] {
  const commits = subjects.map((subject, index) => ({
    sha: String(index),
    subject,
    at: '2026-01-01T00:00:00Z',
  }));
  return [...commitIndex(commits)].map(
    ([key, kinds]) =>
      `${key}: ${Object.entries(kinds)
        .map(([kind, { sha }]) => `${kind} ${sha}`)
        .join(', ')}`,
  );
}

describe('prompts: what a commit says by its subject', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['[PROMPT_09] Harden it', ['9: strict 0']],
    ['[PROMPT_09]', ['9: strict 0']],
    ['[PROMPT_09, AGENT_MAIN] Harden it', ['9: strict 0']],
    ['[PROMPT_09,AGENT_AUDITOR] Harden it', ['9: strict 0']],
    ['[PROMPT_141] Harden it', ['141: strict 0']],
    ['[PROMPT_09 extra] Mend it', ['9: other 0']],
    ['[PROMPT_09 PRE-FLIGHT] Say it better', ['9: other 0']],
    ['[NEW PROMPT_09] Write it', ['9: other 0']],
    ['[NEW PROMPT_09-12] Write them', ['9: other 0']],
    ['[UPDATE PROMPT_09] asked for by PROMPT_08', ['9: other 0']],
    ['[PROMPT_09-12] Write them', ['9: other 0']],
    ['[PRE-FLIGHT] Added by PROMPT_09', []],
    ['[POST-FLIGHT] Snapshot by PROMPT_09', []],
    ['[STAGE-2 PLAN] by PROMPT_09', []],
    ['[STAGE-2 PRE-FLIGHT] by PROMPT_09', []],
    ['Added artifacts by PROMPT_09', ['9: loose 0']],
    ['Updated artifacts by PROMPT_09.txt', ['9: loose 0']],
    ['Updated artifacts by PROMPT_09_s.txt', ['9_s: loose 0']],
    ['Add artifacts created by PROMPT_09...', ['9: loose 0']],
    ['Nearby PROMPT_09', []],
    ['Made by PROMPT_09x', []],
    ['PROMPT_09 is next', []],
    ['Harden it [PROMPT_09]', []],
    ['[prompt_09] Harden it', []],
    ['Revert "Added artifacts by PROMPT_09"', []],
  ];
  for (const [subject, expected] of cases) {
    it(subject, () => {
      assert.deepEqual(said(subject), expected);
    });
  }

  it('the newest of each kind', () => {
    const subjects = [
      '[PROMPT_9] again',
      'by PROMPT_09',
      '[PROMPT_09 extra]',
      '[PROMPT_09] first',
      'by PROMPT_09',
    ];
    assert.deepEqual(said(...subjects), ['9: strict 0, loose 1, other 2']);
  });

  it('and not those that were taken back', () => {
    assert.deepEqual(said('Revert "[PROMPT_09] a"', '[PROMPT_09] a', '[PROMPT_09] before'), [
      '9: reverted 1, strict 2',
    ]);
    assert.deepEqual(said('[PROMPT_09] again', 'Revert "[PROMPT_09] a"', '[PROMPT_09] a'), ['9: strict 0']);
    assert.deepEqual(said('Revert "by PROMPT_09"', 'by PROMPT_09'), []);
  });

  it('in linear time', () => {
    const long = [`[PROMPT_${'9'.repeat(500_000)}`, 'by '.repeat(300_000), `Revert "${'"'.repeat(900_000)}`];
    assert.deepEqual(said(...long), []);
  });
});
