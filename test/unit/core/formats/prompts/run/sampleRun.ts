/** A run of three batches: one done, one that failed, one that waits. */
import type { CheckpointRecord } from '../../../../../../src/core/checkpoints/checkpoint';
import { commitProposals } from '../../../../../../src/core/formats/prompts/run/commitProposal';
import type {
  BatchOutcome,
  PromptOutcome,
  PromptsRun,
} from '../../../../../../src/core/formats/prompts/run/outcome';

export function checkpoint(number: number, change: Partial<CheckpointRecord> = {}): CheckpointRecord {
  return {
    schema_version: 1,
    record_id: `c${number}`,
    tool: { name: 'stage-runner', version: '1' },
    name: `before batch ${number}`,
    kind: 'before_batch',
    created_at: `2026-03-05T06:0${number}:00.000Z`,
    left_out: [],
    git: {
      ref: `refs/stage-runner/checkpoints/c${number}`,
      sha: String(number).repeat(40),
      tree: 'f'.repeat(40),
      worktree: "/home/it's",
      files_changed: 0,
      tag: `stage2-checkpoint-0${number}`,
    },
    ...change,
  };
}

export function prompt(number: string, change: Partial<PromptOutcome> = {}): PromptOutcome {
  return { key: `PROMPT_${number}`, title: `Title ${number}`, status: 'not_run', commits: [], ...change };
}

export const DONE = prompt('09', {
  status: 'success',
  startedAt: '2026-03-05T06:01:00.000Z',
  finishedAt: '2026-03-05T06:12:40.500Z',
  summary: 'The lexer is there.\n- status: failed\n```\n# Not a heading of ours',
  reported: ['npm test: exit code 0', '- batch: 77'],
  size: { files: [{ path: 'src/a.ts', lines: { added: 3, deleted: 1 } }, { path: 'a.png' }], lines: 4 },
  commits: ['a1b2c3d4e5f6', 'b2c3d4e'],
});

const FAILED = prompt('11', {
  status: 'failed',
  detail: 'The acceptance criterion “_all_ <b>green</b>” does not hold.\n# Forged',
  startedAt: '2026-03-05T06:20:00.000Z',
  finishedAt: '2026-03-05T06:30:00.000Z',
});

export const FIRST: BatchOutcome = {
  number: 1,
  state: 'completed',
  prompts: [DONE, prompt('10', { status: 'success' })],
  marker: { checkpoint: checkpoint(1) },
  checks: [
    { check: 'test', status: 'passed', display: 'npm test', exitCode: 0, lines: ['1 passing'] },
    { check: 'lint', status: 'not_run', display: 'no command was found', lines: [] },
  ],
  requested: [],
  proposals: commitProposals(
    [
      { key: 'PROMPT_09', number: '09', title: 'Title 09', files: [] },
      {
        key: 'PROMPT_10',
        number: '10',
        title: 'It `is`',
        files: [
          {
            path: "it's",
            what: 'changed',
            whole: false,
            edits: [{ from: 9, removed: 1, added: 2, sample: '+`x`' }],
          },
        ],
      },
    ],
    [{ path: "it's", what: 'changed' }],
  ),
};

export const SECOND: BatchOutcome = {
  number: 2,
  state: 'failed',
  prompts: [FAILED, prompt('12', { status: 'success' })],
  marker: { checkpoint: checkpoint(2) },
  checks: [
    {
      check: 'test',
      status: 'failed',
      display: 'npm test',
      exitCode: 1,
      lines: ['```', '## 1 failing', '\u001b[31mred\u202e'],
    },
  ],
  requested: [],
  proposals: [],
};

export const RUN: PromptsRun = {
  title: 'Parser [x](y)',
  folder: "/home/it's",
  size: 2,
  batches: [
    FIRST,
    SECOND,
    { number: 3, state: 'waiting', prompts: [prompt('13')], checks: [], requested: [], proposals: [] },
  ],
  at: '2026-03-05T07:00:00.000Z',
};

/** A page with its rollback commands cut to where they go. */
export function brief(page: string): string {
  return page.replace(
    /sh <<'end-of-rollback'\n\{\n# [^]*?\nto=(.{4})[^]*?\nend-of-rollback\n/g,
    'go back to $1\n',
  );
}
