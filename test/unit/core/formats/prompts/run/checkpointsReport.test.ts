import assert from 'node:assert/strict';
import {
  batchSection,
  checkpointsReport,
} from '../../../../../../src/core/formats/prompts/run/checkpointsReport';
import { brief, checkpoint, FIRST, prompt, RUN, SECOND } from './sampleRun';

const GOING_ON = `## Going on

Open the folder, then choose “Resume Stage” in the Stage Map:

\`\`\`sh
code --reuse-window '/home/it'\\''s'
\`\`\`

For a run of its own choose “Run Stage”, with batches of 2 and this selection:

\`\`\`
PROMPT_11, PROMPT_12, PROMPT_13
\`\`\`
`;

const FIRST_TEXT = `## Batch 1: completed

Marker: \`stage2-checkpoint-01\`, made 2026-03-05 06:01:00 UTC as \`111111111111\`

- \`PROMPT_09\` Title 09: succeeded, 2 files, 4 lines, committed as \`a1b2c3d4e5f6\`, \`b2c3d4e\`
- \`PROMPT_10\` Title 10: succeeded

### Verification

- \`npm test\` (test) -> exit 0
- lint was not run: no command was found

### Proposed commits

Nothing is committed by itself. The commands are for the top folder of the worktree and an index without changes of its own (\`git diff --cached --stat\` shows nothing); where hunks are listed, take those and no others.

#### \`\` [PROMPT_10] It \`is\` \`\`

- \`it's\`: 1 hunk. Hunks from before the batch are in it too: leave those out.
  - lines 10 to 11: \`\` +\`x\` \`\`

\`\`\`sh
git --literal-pathspecs add --patch -- 'it'\\''s'
git commit --message '[PROMPT_10] It \`is\`'
\`\`\`

### Going back

In the editor, “Roll Back…” to \`stage2-checkpoint-01\`. Without it, paste this into a POSIX shell: files go back, HEAD, branch and index stay, and the present state is kept under a ref first.

\`\`\`sh
go back to 1111
\`\`\``;

const SECOND_TEXT = `## Batch 2: failed

Marker: \`stage2-checkpoint-02\`, made 2026-03-05 06:02:00 UTC as \`222222222222\`

- \`PROMPT_11\` Title 11: failed. The acceptance criterion “\\_all\\_ \\<b>green\\</b>” does not hold. # Forged
- \`PROMPT_12\` Title 12: succeeded

### Verification

- \`npm test\` (test) -> exit 1

\`\`\`\`
\`\`\`
## 1 failing
\uFFFD[31mred\uFFFD
\`\`\`\`

### Failures

- \`PROMPT_11\` failed: The acceptance criterion “\\_all\\_ \\<b>green\\</b>” does not hold. # Forged
- The check test failed: \`npm test\` -> exit 1

### Going back

In the editor, “Roll Back…” to \`stage2-checkpoint-02\`. Without it, paste this into a POSIX shell: files go back, HEAD, branch and index stay, and the present state is kept under a ref first.

\`\`\`sh
go back to 2222
\`\`\``;

describe('prompts: the report on checkpoints', () => {
  it('tells of each batch, and the way on', () => {
    assert.equal(
      brief(checkpointsReport(RUN)),
      `# Checkpoints of Parser \\[x\\](y)

- As of: 2026-03-05 07:00:00 UTC
- Batches: 3, of up to 2 prompts

${FIRST_TEXT}

${SECOND_TEXT}

## Batch 3: not begun

- \`PROMPT_13\` Title 13: was not run

${GOING_ON}`,
    );
  });

  it('proposes nothing of a batch that was taken back, nor what is committed', () => {
    const parts = (text: string): boolean[] =>
      ['### Proposed commits', '[PROMPT_10]'].map((part) => text.includes(part));
    assert.deepEqual(parts(batchSection(FIRST)), [true, true]);
    assert.deepEqual(parts(batchSection({ ...FIRST, state: 'rolled_back' })), [false, false]);
    const committed = FIRST.prompts.map((one) => ({ ...one, commits: ['abcdef1'] }));
    assert.deepEqual(parts(batchSection({ ...FIRST, prompts: committed })), [false, false]);
  });

  it('has the whole command of a checkpoint that left out much', () => {
    const left_out = Array.from({ length: 500 }, (_, at) => ({
      path: `${'x'.repeat(100)}${at}`,
      reason: 'too_large' as const,
    }));
    const section = batchSection({ ...FIRST, marker: { checkpoint: checkpoint(1, { left_out }) } });
    assert.match(section, /\n\} < \/dev\/null\nend-of-rollback\n```$/);
  });

  it('says what else there is to go back to', () => {
    const { git, ...untagged } = checkpoint(1);
    const { tag, ...object } = git!;
    const cases: readonly (readonly [Parameters<typeof batchSection>[0]['marker'], string])[] = [
      [{ byHand: '# Rollback point\n```\n' }, '````md\n# Rollback point\n```\n````'],
      [
        { checkpoint: untagged },
        'The checkpoint `before batch 1` holds no files: there is nothing to go back to.',
      ],
      [{ checkpoint: { ...untagged, git: object } }, 'to `refs/stage-runner/checkpoints/c1`. Without it'],
    ];
    assert.equal(tag, 'stage2-checkpoint-01');
    for (const [marker, expected] of cases) {
      const section = batchSection({ ...FIRST, ...(marker && { marker }) });
      assert.ok(section.includes(expected), section);
    }
  });

  it('says that a batch under way is not verified yet', () => {
    const section = batchSection({ ...SECOND, state: 'running', checks: [] });
    assert.match(section, /### Verification\n\nThe batch is verified at its end\.\n/);
  });

  it('tells of a check once where the prompt that failed over it names it', () => {
    const failed = prompt('11', { status: 'failed', detail: 'The test check failed: npm test (exit 1).' });
    const section = batchSection({ ...SECOND, prompts: [failed] });
    assert.match(
      section,
      /### Failures\n\n- `PROMPT_11` failed: The test check failed: [^\n]*\n\n### Going back/,
    );
  });

  it('takes no text of a prompt, an agent or git for its own', () => {
    const evil = '\n# Evil <img src=x>\n- [ ] [a](b)\n```\n\u202e';
    const page = checkpointsReport({
      ...RUN,
      title: evil,
      batches: [
        {
          ...SECOND,
          prompts: [prompt('11', { title: evil, status: 'failed', detail: evil })],
          checks: [{ check: 'test', status: 'not_run', display: evil, lines: [] }],
          proposals: [
            { key: 'PROMPT_11', message: evil, files: [{ path: evil }], commands: [['git', evil]] },
          ],
        },
      ],
    });
    const lines = page.split('\n').filter((line) => /^(?:#+ Evil|<|- \[|```$)/.test(line));
    assert.deepEqual(
      lines.filter((line) => line !== '```'),
      [],
    );
    assert.equal(page.includes('\u202e'), false);
    assert.equal(page.match(/^`{3,}/gm)?.length, 8);
  });
});
