import assert from 'node:assert/strict';
import { promptBatches } from '../../../../../../src/core/formats/prompts/run/batches';
import { dryRun, type DryRun } from '../../../../../../src/core/formats/prompts/run/dryRun';
import { runFiles } from '../../../../../../src/core/formats/prompts/run/files';
import { stepsOf } from '../../../../../../src/core/plan';
import { read } from '../text';

const EVIL = '`x`\n# Evil <b> \u202e';
const PLAN = read({
  'PROMPT_08.txt': 'Eight',
  'PROMPT_09.txt':
    'Title: Lexer\n\n## Artifacts To Create / Modify\n- `src/lexer.ts`\n- `test/lexer.test.ts`\n',
  'PROMPT_10.txt': 'Title: Parser\n\n## Artifacts To Create / Modify\n- `src/lexer.ts`\n',
  'PROMPT_11.txt': `Title: ${EVIL}\n`,
  'PROMPT_STAGE2_MANIFEST.md': [
    '| Prompt ID | Depends On |',
    '|---|---|',
    '| PROMPT_09 | PROMPT_08 |',
    '| PROMPT_10 | PROMPT_09 |',
    '| PROMPT_11 | PROMPT_08, PROMPT_10 |',
    '',
  ].join('\n'),
});

function given(change: Partial<DryRun> = {}): DryRun {
  const steps = stepsOf(PLAN).filter(({ key }) => key !== 'PROMPT_08');
  return {
    title: 'Prompts',
    folder: '/w',
    batches: promptBatches(steps, 2),
    worktree: { top: '/w', prefix: '', head: { commit: 'a'.repeat(40), branch: 'main' } },
    tags: ['stage2-checkpoint-04', 'stage2-checkpoint-05'],
    requested: [
      { key: 'PROMPT_09', commands: ['pytest -q'], byPerson: [{ text: 'The page loads.' }] },
      { key: 'PROMPT_10', commands: ['pytest -q', 'make docs'], byPerson: [] },
    ],
    agent: 'claude --print',
    checks: [{ check: 'test', source: 'settings', display: 'npm test', argvs: [] }],
    commits: 'propose',
    files: runFiles('/w/.prompts', 'stage2'),
    ...change,
  };
}

describe('prompts: a dry run', () => {
  it('tells batches, markers, commands, verification and files', () => {
    assert.equal(
      dryRun(given()),
      `# Dry run of Prompts

3 prompts in 2 batches. Nothing was started, written or marked.

## Batch 1

Marker, before anything runs: the tag \`stage2-checkpoint-04\` at HEAD, which is \`aaaaaaaaaaaa\` on \`main\` now, and all files as a commit under the ref \`refs/stage-runner/checkpoints/<id>\`. By hand it would be:

\`\`\`sh
cd '/w'
(
  export GIT_INDEX_FILE="$(mktemp -u)"
  git read-tree HEAD
  git add --all
  git update-ref refs/stage-runner/rollbacks/before-batch-1 "$(git commit-tree -p HEAD -m 'before batch 1' "$(git write-tree)")"
  rm -f "$GIT_INDEX_FILE"
)
git tag stage2-checkpoint-04 HEAD
\`\`\`

Prompts, one after the other, each with \`claude --print\`:

1. \`PROMPT_09\` Lexer (waits for PROMPT_08: no run log, and commits were not read)
2. \`PROMPT_10\` Parser

It would write:

- \`src/lexer.ts\`
- \`test/lexer.test.ts\`
- \`.prompts/run-logs/stage2/PROMPT_09.md\` (run log)
- \`.prompts/run-logs/stage2/PROMPT_10.md\` (run log)

At its end its prompts ask for these commands, which are run only once you agree:

- \`pytest -q\` (\`PROMPT_09\`, \`PROMPT_10\`)
- \`make docs\` (\`PROMPT_10\`)

- \`PROMPT_09\`, to be checked by a person: The page loads.

Commits, by what the prompts say that they create or change:

#### \`[PROMPT_09] Lexer\`

\`\`\`sh
git --literal-pathspecs add --all -- src/lexer.ts test/lexer.test.ts
git commit --message '[PROMPT_09] Lexer'
\`\`\`

#### \`[PROMPT_10] Parser\`

\`\`\`sh
git --literal-pathspecs add --all -- src/lexer.ts
git commit --message '[PROMPT_10] Parser'
\`\`\`

## Batch 2

Marker, before anything runs: the tag \`stage2-checkpoint-05\` at HEAD, as it is then, and all files as a commit under the ref \`refs/stage-runner/checkpoints/<id>\`. By hand it would be:

\`\`\`sh
cd '/w'
(
  export GIT_INDEX_FILE="$(mktemp -u)"
  git read-tree HEAD
  git add --all
  git update-ref refs/stage-runner/rollbacks/before-batch-2 "$(git commit-tree -p HEAD -m 'before batch 2' "$(git write-tree)")"
  rm -f "$GIT_INDEX_FILE"
)
git tag stage2-checkpoint-05 HEAD
\`\`\`

Prompts, one after the other, each with \`claude --print\`:

1. \`PROMPT_11\` \\\`x\\\` (waits for PROMPT_08: no run log, and commits were not read)

It would write:

- \`.prompts/run-logs/stage2/PROMPT_11.md\` (run log)

Its prompts do not say which files they create or change.

Commits, by what the prompts say that they create or change:

#### \`\` [PROMPT_11] \`x\` \`\`

What it changes is known once it has run.

\`\`\`sh
git commit --message '[PROMPT_11] \`x\`'
\`\`\`

## At the end of each batch

- test: \`npm test\`

Commits are proposed, one for each prompt, and none is made. The report on checkpoints lists what each takes, by what was really changed.

## Reports

- \`skills-foundry/reports/stage2-checkpoints.md\`
- \`skills-foundry/reports/stage2-run-summary.md\`
`,
    );
  });

  const parts: readonly (readonly [name: string, change: Partial<DryRun>, expected: string])[] = [
    [
      'that no marker can be made',
      { worktree: undefined },
      'No marker can be made here: a rollback point by hand is written down and confirmed before anything runs.',
    ],
    [
      'that nothing would verify the work',
      { checks: [] },
      'No command was found that verifies the work: that the batch is done rests on a person.',
    ],
    [
      'that commits are made when confirmed',
      { commits: 'confirm' },
      'and each is made only after you confirm it.',
    ],
    [
      'that no tag is made',
      { tags: [] },
      'Marker, before anything runs: all files as a commit under the ref `refs/stage-runner/checkpoints/<id>`. By hand',
    ],
    [
      'where no commit is yet',
      { tags: [], worktree: { top: '/w', prefix: '' } },
      `  export GIT_INDEX_FILE="$(mktemp -u)"\n  git add --all\n  git update-ref refs/stage-runner/rollbacks/before-batch-1 "$(git commit-tree -m 'before batch 1' "$(git write-tree)")"\n`,
    ],
    [
      'where HEAD names no branch',
      { worktree: { top: '/w', prefix: '', head: { commit: 'b'.repeat(40) } } },
      'at HEAD, which is `bbbbbbbbbbbb` on no branch now, and',
    ],
    [
      'paths from the top folder',
      { worktree: { top: "/it's", prefix: 'a b/' } },
      "git --literal-pathspecs add --all -- 'a b/src/lexer.ts' 'a b/test/lexer.test.ts'\n",
    ],
    ['where the commands are for', { worktree: { top: "/it's", prefix: 'a b/' } }, "cd '/it'\\''s'\n"],
    ['names as they are', { title: EVIL, agent: EVIL }, '# Dry run of \\`x\\` # Evil \\<b>\n'],
    ['commands as they are', { agent: EVIL, tags: [EVIL] }, 'each with `` `x` # Evil <b> ``:'],
    ['one batch as one', { batches: given().batches.slice(0, 1) }, '2 prompts in 1 batch.'],
  ];
  for (const [name, change, expected] of parts)
    it(`says ${name}`, () => {
      const page = dryRun(given(change));
      assert.ok(page.includes(expected), page);
      assert.doesNotMatch(page, /^# Evil|\u202e/m);
    });
});
