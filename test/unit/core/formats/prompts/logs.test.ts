import assert from 'node:assert/strict';
import { logDigest, utc } from '../../../../../src/core/formats/prompts/log';
import { stepsOf } from '../../../../../src/core/plan';
import { planText, problemsText, read } from './text';

describe('prompts: a run log', () => {
  const cases: readonly (readonly [string, string, unknown])[] = [
    [
      'with every bullet',
      '# PROMPT_09 run log\r\n- status: `success`\r\n- batch: `1`\r\n- checkpoint: `stage2-checkpoint-01`\r\n- finished_at_utc: `2026-03-05T06:12:40+00:00`\r\n',
      {
        status: 'success',
        line: 1,
        batch: '1',
        checkpoint: 'stage2-checkpoint-01',
        finished: '2026-03-05T06:12:40Z',
      },
    ],
    ['without any', 'All went well.\nstatus: success\n', {}],
    [
      'with a status in its output',
      '```text\n- status: `success`\n```\n- status: failed\n',
      { status: 'failed', line: 3 },
    ],
    [
      'of which the first status counts',
      '- status: failed\n- status: success\n',
      { status: 'failed', line: 0 },
    ],
    [
      'with another time',
      '- status: success\n- finished_at_utc: yesterday\n',
      { status: 'success', line: 0 },
    ],
    ['that is one long line', `- status: ${'`'.repeat(500_000)}`, {}],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      assert.deepEqual(logDigest(text), expected);
    });
  }

  it('has times of the tool as UTC, and others not at all', () => {
    const texts = ['2026-03-05T06:00:00+00:00', '2026-03-05T06:00:00.123456+00:00', '2026-03-05T06:00:00Z'];
    assert.deepEqual([...texts, '2026-03-05T06:00:00+02:00', '2026-03-05', ''].map(utc), [
      '2026-03-05T06:00:00Z',
      '2026-03-05T06:00:00.123456Z',
      '2026-03-05T06:00:00Z',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('prompts: which log speaks for a prompt', () => {
  const MANIFEST = '1. `PROMPT_02.txt` - Two\n';
  const FILES = { 'PROMPT_01.txt': 'One', 'PROMPT_02.txt': 'Two', 'PROMPT_STAGE2_MANIFEST.md': MANIFEST };
  const OK = '- status: success\n- batch: 3\n';
  const FAILED = '- status: failed\n';

  const cases: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ['by its name', { 'run-logs/stage2/PROMPT_02.md': OK }, 'complete (run log success), by run log'],
    [
      'by its file name',
      { 'run-logs/stage2/PROMPT_02.txt.md': OK },
      'complete (run log success), by run log',
    ],
    [
      'by another spelling of the number',
      { 'run-logs/stage/PROMPT_2.md': OK },
      'complete (run log success), by run log',
    ],
    [
      'the one of its own stage',
      {
        'run-logs/stage1/PROMPT_02.md': FAILED,
        'run-logs/stage2/PROMPT_02.md': OK,
        'run-logs/stage/PROMPT_02.md': FAILED,
      },
      'complete (run log success), by run log',
    ],
    [
      'else the latest',
      { 'run-logs/stage1/PROMPT_02.md': FAILED, 'run-logs/stage3/PROMPT_02.md': OK },
      'complete (run log success), by run log',
    ],
    ['none of a system prompt', { 'run-logs/stage2/PROMPT_02_s.md': OK }, 'pending (no trace of a run)'],
    [
      'none deeper or elsewhere',
      { 'run-logs/stage2/old/PROMPT_02.md': OK, 'logs/PROMPT_02.md': OK },
      'pending (no trace of a run)',
    ],
  ];
  for (const [name, logs, expected] of cases) {
    it(name, () => {
      const lines = planText(read({ ...FILES, ...logs }, { commits: [] }));
      assert.equal(lines.find((line) => line.includes('PROMPT_02'))?.trim(), `PROMPT_02 Two: ${expected}`);
    });
  }

  it('the others are beside it, with what they say', () => {
    const logs = { 'run-logs/stage1/PROMPT_02.md': FAILED, 'run-logs/stage2/PROMPT_02.md': OK };
    const plan = read({ ...FILES, ...logs });
    const step = stepsOf(plan).find(({ key }) => key === 'PROMPT_02');
    assert.deepEqual(
      planText(plan, 'claims')
        .filter((line) => line.includes('log: '))
        .map((line) => line.trim()),
      [
        'log: status: success, batch 3 = complete @run-logs/stage2/PROMPT_02.md:0',
        'log: status: failed @run-logs/stage1/PROMPT_02.md:0',
      ],
    );
    assert.deepEqual(step?.batch, { key: '3', declared: '3' });
    assert.deepEqual(step.documents, [{ kind: 'run log', file: '/w/.prompts/run-logs/stage1/PROMPT_02.md' }]);
    assert.equal(step.handoffFile, '/w/.prompts/run-logs/stage2/PROMPT_02.md');
  });

  it('is expected in the folder of the stage', () => {
    assert.deepEqual(
      stepsOf(read(FILES)).map(({ handoffFile }) => handoffFile.slice('/w/.prompts/run-logs/'.length)),
      ['stage1/PROMPT_01.md', 'stage2/PROMPT_02.md'],
    );
  });

  it('one of a prompt that is not there is a problem', () => {
    assert.deepEqual(problemsText(read({ ...FILES, 'run-logs/stage2/PROMPT_44.md': OK })), [
      'info prompts-log-orphan run-logs/stage2/PROMPT_44.md:0 A run log of a prompt that is not there.',
    ]);
  });
});
