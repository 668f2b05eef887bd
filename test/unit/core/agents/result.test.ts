import assert from 'node:assert/strict';
import { parseResult } from '../../../../src/core/agents/result';
import type { OutputSchema } from '../../../../src/core/protocol/graph';

const SCHEMA: OutputSchema = {
  type: 'object',
  properties: { ok: { type: 'boolean' } },
  required: ['ok'],
};
const GATE = { type: 'decision', title: 'Which one', details: 'A or **B**?', options: ['A', 'B'] };
const gate = (change: object): string =>
  JSON.stringify({ status: 'gate', summary: 's', gate: { ...GATE, ...change } });

describe('an agent’s answer', () => {
  it('gives status, summary and the fields that the schema names', () => {
    const text =
      '\uFEFF{"status": "complete", "summary": "done", "ok": true, "step_summary": "not asked for"}';
    assert.deepEqual(parseResult(text, SCHEMA), {
      status: 'complete',
      summary: 'done',
      fields: { ok: true },
    });
    assert.deepEqual(parseResult(text, undefined), { status: 'complete', summary: 'done', fields: {} });
  });

  it('asks for the fields only of what is complete', () => {
    const text = '{"status": "failed", "summary": "no tests here"}';
    assert.deepEqual(parseResult(text, SCHEMA), { status: 'failed', summary: 'no tests here', fields: {} });
  });

  it('may raise a gate', () => {
    assert.deepEqual(parseResult(gate({}), SCHEMA), { status: 'gate', summary: 's', fields: {}, gate: GATE });
    const open = parseResult(gate({ options: undefined }), SCHEMA);
    assert.deepEqual('gate' in open ? open.gate.options : open, []);
  });

  const wrong: [string, string, RegExp][] = [
    ['nothing', '', /^The answer is not JSON: /],
    ['half an object', '{"status": "comp', /^The answer is not JSON: /],
    [
      'a status that no stack can hold',
      `{"status": ${'['.repeat(2e5)}${']'.repeat(2e5)}}`,
      /nested more than 100 deep/,
    ],
    ['two objects', '{}{}', /^The answer is not JSON: /],
    ['a list', '[]', /one JSON object/],
    [
      'no status',
      '{"summary": "s"}',
      /`status` should be one of complete, failed, rejected, gate, but is missing/,
    ],
    ['another status', '{"status": "COMPLETE", "summary": "s"}', /but is "COMPLETE"/],
    ['no summary', '{"status": "complete"}', /`summary` should be a text/],
    ['an empty summary', '{"status": "complete", "summary": " "}', /`summary` should be a text/],
    [
      'an endless summary',
      JSON.stringify({ status: 'failed', summary: 'x'.repeat(20_000) }),
      /of 1 to 16384/,
    ],
    ['a missing field', '{"status": "complete", "summary": "s"}', /`ok` is missing/],
    [
      'a field of another type',
      '{"status": "complete", "summary": "s", "ok": "true"}',
      /`ok` should be a boolean/,
    ],
    ['a gate without its object', '{"status": "gate", "summary": "s"}', /`gate` should be an object/],
    ['a gate without a type', gate({ type: undefined }), /`gate.type`/],
    ['a gate without a title', gate({ title: '' }), /`gate.title`/],
    ['a gate with a long title', gate({ title: 'x'.repeat(201) }), /`gate.title`/],
    ['a gate without details', gate({ details: 7 }), /`gate.details`/],
    ['a gate with one option as text', gate({ options: 'A' }), /`gate.options`/],
    ['a gate with equal options', gate({ options: ['A', 'A'] }), /`gate.options`/],
    [
      'a gate with ten options',
      gate({ options: Array.from({ length: 10 }, (_, index) => `option ${index}`) }),
      /`gate.options`/,
    ],
  ];
  for (const [name, text, problem] of wrong) {
    it(`is malformed with ${name}`, () => {
      const result = parseResult(
        text,
        name === 'no summary' || name === 'an empty summary' ? undefined : SCHEMA,
      );
      assert.match('problem' in result ? result.problem : JSON.stringify(result), problem);
    });
  }
});
