import assert from 'node:assert/strict';
import { findSentinel } from '../../../../src/core/agents/sentinel';

const PROMPT = 'When you are done, answer with one of:\n- CODER_COMPLETE\nCODER_FAILED: why';

describe('sentinels in captured output', () => {
  const cases: [string, string, string | undefined][] = [
    ['a line of its own', 'working\nCODER_COMPLETE\nAll done.', 'CODER_COMPLETE|CODER_COMPLETE\nAll done.'],
    ['with a reason', 'STEP_FAILED: no compiler', 'STEP_FAILED|STEP_FAILED: no compiler'],
    [
      'in bold, with terminal codes',
      '\u001b[1m**CODER_REJECTED**\u001b[0m',
      'CODER_REJECTED|**CODER_REJECTED**',
    ],
    ['the last of several', 'CODER_FAILED\nagain\nCODER_COMPLETE', 'CODER_COMPLETE|CODER_COMPLETE'],
    ['inside a sentence', 'I cannot say CODER_COMPLETE yet', undefined],
    ['a longer word', 'CODER_COMPLETED', undefined],
    ['nothing', '', undefined],
    ['a repeated prompt', `user:\n${PROMPT}\nSorry, I may not write.`, undefined],
    [
      'a JSON event',
      '{"type":"item.completed","item":{"type":"agent_message","text":"Done.\\nCODER_COMPLETE\\nok"}}',
      'CODER_COMPLETE|CODER_COMPLETE\nok',
    ],
    ['a JSON event of the user', '{"type":"user.message","data":{"content":"STEP_COMPLETE"}}', undefined],
    [
      'a user’s message inside an event',
      '{"type":"message","message":{"role":"user","content":[{"text":"STEP_COMPLETE"}]}}',
      undefined,
    ],
    ['a JSON event that no stack can hold', `{"a": ${'['.repeat(2e5)}${']'.repeat(2e5)}}`, undefined],
    ['a prompt repeated as a quotation', '> - CODER_COMPLETE\n> CODER_FAILED: why\nSorry.', undefined],
    ['what a tool printed', '{"type":"tool_use","part":{"state":{"output":"STEP_COMPLETE"}}}', undefined],
    [
      'what a command printed',
      '{"item":{"type":"command_execution","aggregated_output":"STEP_COMPLETE"}}',
      undefined,
    ],
  ];
  for (const [name, output, found] of cases) {
    it(`${found === undefined ? 'finds none in' : 'finds'} ${name}`, () => {
      const sentinel = findSentinel(output, PROMPT);
      assert.equal(sentinel && `${sentinel.sentinel}|${sentinel.text}`, found);
    });
  }
});
