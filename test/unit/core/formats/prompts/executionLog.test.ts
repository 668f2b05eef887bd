import assert from 'node:assert/strict';
import { readExecutionLog } from '../../../../../src/core/formats/prompts/executionLog';
import { planText, problemsText, read } from './text';

const HEAD = `# Stage 1 Execution Log

- repo_root: \`/r\`
- prompts_selected: 3
- started_at_utc: 2026-03-05T06:00:00+00:00
- finished_at_utc: 2026-03-05T06:00:59+00:00
- runner_mode: \`argv\`
- runner_template: \`["agent","{prompt_path}"]\`

## Prompt Results
`;

/** An entry from one second to another. */
function entry(
  name: string,
  from: number,
  to: number,
  more: { status?: string; stdout?: string } = {},
): string {
  const at = (second: number): string => `2026-03-05T06:00:${String(second).padStart(2, '0')}+00:00`;
  return `
### ${name}.txt
- status: \`${more.status ?? 'success'}\`
- returncode: \`0\`
- started_at_utc: \`${at(from)}\`
- finished_at_utc: \`${at(to)}\`
- command: \`agent /r/.prompts/${name}.txt\`
${more.stdout === undefined ? '' : `- stdout:\n\n\`\`\`text\n${more.stdout}\n\`\`\`\n`}`;
}

function found(text: string): string[] {
  const log = readExecutionLog({ text, modified: 1 }, '/w/log.md');
  if (log === undefined) return ['no log'];
  return [
    ...Array.from(
      log.entries,
      ([name, { status = '', finished = '' }]) => `${name} ${status} ${finished.slice(17, 19)}`,
    ),
    ...log.ambiguous.map((name) => `${name} ambiguous`),
  ];
}

describe('prompts: the stage 1 execution log', () => {
  const ONE = entry('PROMPT_01', 0, 4, { stdout: 'Done.' });
  const TWO = entry('PROMPT_02', 4, 9, { status: 'failed' });
  const BOTH = ['PROMPT_01.txt success 04', 'PROMPT_02.txt failed 09'];

  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['of two of three prompts', HEAD + ONE + TWO, BOTH],
    ['with other ends of lines', (HEAD + ONE + TWO).replaceAll('\n', '\r\n'), BOTH],
    [
      'with a system prompt',
      HEAD + entry('PROMPT_00_s', 0, 1) + ONE.replace('00:00`', '00:01`'),
      ['PROMPT_00_s.txt success 01'],
    ],
    ['whose output has half a fence', HEAD + entry('PROMPT_01', 0, 4, { stdout: '```ts' }) + TWO, BOTH],
    [
      'whose output closes the fence',
      HEAD + entry('PROMPT_01', 0, 4, { stdout: '```\n```\n```' }) + TWO,
      BOTH,
    ],
    [
      'whose output has a heading',
      HEAD + entry('PROMPT_01', 0, 4, { stdout: '### PROMPT_02.txt\n- status: `success`' }) + TWO,
      BOTH,
    ],
    [
      'whose output is an entry of an older log',
      HEAD +
        entry('PROMPT_01', 5, 9, { stdout: `\`\`\`\n${entry('PROMPT_02', 0, 4)}` }) +
        entry('PROMPT_02', 9, 12, { status: 'failed' }),
      ['PROMPT_01.txt success 09', 'PROMPT_02.txt failed 12'],
    ],
    [
      'whose output forges another prompt: none of its two entries counts',
      HEAD +
        entry('PROMPT_01', 0, 4, { stdout: `\`\`\`\n${entry('PROMPT_02', 4, 5)}` }) +
        entry('PROMPT_02', 5, 9, { status: 'failed' }),
      ['PROMPT_01.txt success 04', 'PROMPT_02.txt ambiguous'],
    ],
    ['with a time past its end', HEAD + entry('PROMPT_01', 0, 99), []],
    ['without results', HEAD, []],
    ['cut off in an entry', HEAD + ONE + TWO.slice(0, 60), BOTH.slice(0, 1)],
    ['another document', `# Notes\n${ONE}`, ['no log']],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      assert.deepEqual(found(text), expected);
    });
  }

  it('says how each of its prompts went, after the logs of their own', () => {
    const files = {
      'PROMPT_01.txt': 'One',
      'PROMPT_02.txt': 'Two',
      'PROMPT_03.txt': 'Three',
      'run-logs/stage1/execution.md': HEAD + ONE + TWO,
      'run-logs/stage1/PROMPT_01.md': '- status: failed',
    };
    const plan = read(files, { commits: [] });
    assert.deepEqual(planText(plan, 'claims', 'problems'), [
      'PROMPT_01 One: in-progress (run log failed), stop agent_failed',
      '    log: status: failed @run-logs/stage1/PROMPT_01.md:0',
      '    log: status: success = complete @run-logs/stage1/execution.md:12',
      'PROMPT_02 Two: in-progress (run log failed), stop agent_failed',
      '    log: status: failed @run-logs/stage1/execution.md:24',
      'PROMPT_03 Three: pending (no trace of a run)',
    ]);
    assert.deepEqual(plan.hints, [
      {
        text: 'A run attempted 2 of the 3 prompts that were selected for it.',
        file: '/w/.prompts/run-logs/stage1/execution.md',
        since: '2026-03-05T06:00:59Z',
      },
    ]);
  });

  it('with two entries for a prompt is a problem', () => {
    const twice = HEAD + entry('PROMPT_01', 0, 4) + entry('PROMPT_01', 5, 6);
    const plan = read({ 'PROMPT_01.txt': 'One', 'run-logs/stage1/run.md': twice });
    assert.deepEqual(problemsText(plan), [
      'warning prompts-log-ambiguous run-logs/stage1/run.md:0 PROMPT_01.txt: the log has two entries for it, one of which may be output of an agent. None of them counts.',
    ]);
  });

  it('is read in linear time', () => {
    const texts = [
      `${HEAD}${'### PROMPT_01.txt\n'.repeat(50_000)}`,
      `${HEAD}${'\n'.repeat(900_000)}### PROMPT_1.txt`,
    ];
    for (const text of texts) assert.deepEqual(found(text), []);
  }).timeout(4000);
});
