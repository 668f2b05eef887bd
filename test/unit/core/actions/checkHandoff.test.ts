import assert from 'node:assert/strict';
import { checkHandoff } from '../../../../src/core/actions/checkHandoff';
import { HANDOFF_SECTIONS } from '../../../../src/core/handoff/validate';
import { act } from './fakeContext';

const handoff = (result = 'complete', evidence = 'None'): string =>
  [
    `---\nresult: ${result}\n---`,
    ...HANDOFF_SECTIONS.map((name) => `## ${name}\n${name === 'Evidence' ? evidence : 'None'}\n`),
  ].join('\n');
const plan = '---\nstatus: in-progress\n---\n';
const state = { step_plan_path: '/p/plans/steps/01-a.md' };
const files = { 'steps/01-a.md': plan, 'handoffs/01-a.md': handoff() };

describe('check_handoff', () => {
  it('marks the plan complete before approval, and says so', async () => {
    const seen = await act(checkHandoff, { files, state });
    assert.equal(seen.next, 'gate_user_review');
    assert.deepEqual(seen.updates, { handoff_fix: '' });
    assert.deepEqual(seen.writes, ['steps/01-a.md: ---\nstatus: complete\n---\n']);
    assert.deepEqual(seen.changes, ['steps/01-a.md: status: complete']);
    assert.match(seen.note ?? '', /with result "complete".*before any approval/);
  });

  it('marks it complete with a partial result too, as the original does', async () => {
    const seen = await act(checkHandoff, {
      files: { ...files, 'handoffs/01-a.md': handoff('partial') },
      state,
    });
    assert.deepEqual(seen.changes, ['steps/01-a.md: status: complete']);
    assert.match(seen.note ?? '', /with result "partial"/);
  });

  it('says when there is no status to write', async () => {
    const seen = await act(checkHandoff, { files: { ...files, 'steps/01-a.md': 'no front matter' }, state });
    assert.deepEqual([seen.next, seen.writes], ['gate_user_review', []]);
    assert.match(seen.note ?? '', /no front matter/);
  });

  const missing = '- handoff file does not exist at /p/plans/handoffs/01-a.md';
  it('goes back once with the exact list, then fails', async () => {
    const world = { files: { 'steps/01-a.md': plan } };
    const first = await act(checkHandoff, { ...world, state });
    assert.equal(first.next, 'write_handoff');
    assert.deepEqual(first.updates, { handoff_attempts: 1, handoff_fix: missing });
    assert.deepEqual(first.writes, []);
    const second = await act(checkHandoff, { ...world, state: { ...state, ...first.updates } });
    assert.equal(second.next, 'end_failure');
    assert.deepEqual(second.updates, { handoff_attempts: 2, handoff_fix: missing });
  });

  it('lists every defect in the original’s words', async () => {
    const text = handoff('unknown').replace('## Summary', '### Summary').replace('## Completed', '## Done');
    const seen = await act(checkHandoff, { files: { ...files, 'handoffs/01-a.md': text }, state });
    assert.equal(
      seen.updates['handoff_fix'],
      [
        "- frontmatter is missing 'result: complete|partial|blocked'",
        '- missing required section: ## Summary',
        '- missing required section: ## Completed',
      ].join('\n'),
    );
  });

  describe('wants the recorded evidence', () => {
    const recorded = {
      ...state,
      lint_evidence: 'lint check: not run: no command',
      tests_evidence: '$ npm test\n3 passing\nexit code 0, 1.0 s',
    };
    const all = `\`\`\`\n${recorded.lint_evidence}\n\`\`\`\n\n\`\`\`\n${recorded.tests_evidence}\n\`\`\``;

    it('and takes a handoff that has it', async () => {
      const seen = await act(checkHandoff, {
        files: { ...files, 'handoffs/01-a.md': handoff('complete', all) },
        state: recorded,
      });
      assert.equal(seen.next, 'gate_user_review');
    });

    it('and gives back what is missing, ready to be pasted', async () => {
      const text = handoff('complete', all.replace('3 passing', '4 passing'));
      const seen = await act(checkHandoff, {
        files: { ...files, 'handoffs/01-a.md': text },
        state: recorded,
      });
      assert.equal(seen.next, 'write_handoff');
      assert.equal(
        seen.updates['handoff_fix'],
        [
          '- ## Evidence does not contain the recorded result of the test check',
          '',
          'Paste under ## Evidence, line by line as it is:',
          '',
          '```',
          '$ npm test',
          '3 passing',
          'exit code 0, 1.0 s',
          '```',
        ].join('\n'),
      );
    });
  });

  it('stays in the plan folder whatever the state says', async () => {
    const seen = await act(checkHandoff, {
      files,
      state: { step_plan_path: '/etc/../../01-a.md', handoff_path: '/etc/x' },
    });
    assert.deepEqual(seen.changes, ['steps/01-a.md: status: complete']);
    const none = await act(checkHandoff, { files, state: {} });
    assert.match(none.failed ?? '', /step_plan_path/);
  });

  it('fails when the plan is gone', async () => {
    const seen = await act(checkHandoff, { files: { 'handoffs/01-a.md': handoff() }, state });
    assert.match(seen.failed ?? '', /01-a\.md is gone/);
  });
});
