import assert from 'node:assert/strict';
import { runSummary } from '../../../../../../src/core/formats/prompts/run/summary';
import { FIRST, RUN } from './sampleRun';

describe('prompts: the summary of a run', () => {
  it('tells what is done, what is left and why, and how to go on', () => {
    assert.equal(
      runSummary(RUN),
      `# Run summary of Parser \\[x\\](y)

- As of: 2026-03-05 07:00:00 UTC
- Completed: 2 prompts
- Deferred: 3 prompts

## Completed prompts

- \`PROMPT_09\` Title 09 (batch 1): committed as \`a1b2c3d4e5f6\`, \`b2c3d4e\`. The lexer is there. - status: failed \\\`\\\`\\\` # Not a heading of ours
- \`PROMPT_10\` Title 10 (batch 1): not committed.

## Deferred prompts

- \`PROMPT_11\` Title 11 (batch 2): failed. The acceptance criterion “\\_all\\_ \\<b>green\\</b>” does not hold. # Forged
- \`PROMPT_12\` Title 12 (batch 2): succeeded, but its batch failed.
- \`PROMPT_13\` Title 13 (batch 3): was not run.

## Failures

- Batch 2: \`PROMPT_11\` failed: The acceptance criterion “\\_all\\_ \\<b>green\\</b>” does not hold. # Forged
- Batch 2: The check test failed: \`npm test\` -> exit 1

## Rollback markers

- Before batch 1: \`stage2-checkpoint-01\`
- Before batch 2: \`stage2-checkpoint-02\`

The report on checkpoints has the commands that go back to each.

## Resume

Open the folder, then choose “Resume Stage” in the Stage Map:

\`\`\`sh
code --reuse-window '/home/it'\\''s'
\`\`\`

For a run of its own choose “Run Stage”, with batches of 2 and this selection:

\`\`\`
PROMPT_11, PROMPT_12, PROMPT_13
\`\`\`
`,
    );
  });

  it('of a finished run has nothing left', () => {
    const page = runSummary({ ...RUN, batches: [FIRST] });
    assert.match(page, /- Deferred: 0 prompts\n/);
    assert.match(page, /## Deferred prompts\n\nNone\.\n\n## Rollback markers/);
    assert.match(page, /## Resume\n\nEvery prompt of this run is done\.\n$/);
  });

  it('of a batch that was rolled back leaves its prompts for later', () => {
    const page = runSummary({ ...RUN, batches: [{ ...FIRST, state: 'rolled_back' }] });
    assert.match(page, /## Completed prompts\n\nNone yet\.\n/);
    assert.match(page, /`PROMPT_09` Title 09 \(batch 1\): succeeded, but its batch was rolled back\./);
    assert.match(page, /PROMPT_09, PROMPT_10\n```\n$/);
  });

  it('of a run that has not begun has no markers', () => {
    assert.match(runSummary({ ...RUN, batches: [] }), /## Rollback markers\n\nNone was made\.\n/);
  });
});
