import assert from 'node:assert/strict';
import { readCarryEvidence } from '../../../../../../src/core/formats/okstra/run/carryEvidence';

function json(text: string): string {
  return `\`\`\`json\n${text}\n\`\`\`\n`;
}
const H = '### Stage Carry Evidence\n\n';

describe('okstra: the carry evidence of an answer', () => {
  const cases: readonly (readonly [name: string, text: string, expected: string])[] = [
    ['a block', `Done.\n\n${H}${json('{"a": 1}')}`, '{"a": 1}'],
    ['as it was written', H + json('{ "b" : 1.0,\n   "b": 2 }'), '{ "b" : 1.0,\n   "b": 2 }'],
    ['after words', `${H}Here it is:\n\n${json('{}')}\nBye.`, '{}'],
    ['without a language', `${H}\`\`\`\n{"a":1}\n\`\`\``, '{"a":1}'],
    ['between tildes', `${H}~~~json\n{"a":1}\n~~~`, '{"a":1}'],
    ['with line ends of Windows', (H + json('{"a":1}')).replaceAll('\n', '\r\n'), '{"a":1}'],
    ['under another level', `## stage carry evidence:\n${json('{"a":1}')}`, '{"a":1}'],
    ['of two sections the last', `${H}${json('{"a":1}')}\n${H}${json('{"a":2}')}`, '{"a":2}'],
    ['of two blocks the last', H + json('{"a":1}') + json('{"a":2}'), '{"a":2}'],
    ['beside a block of another language', `${H}${json('{"a":1}')}\`\`\`sh\nls\n\`\`\``, '{"a":1}'],
    ['before another section', `${H}${json('{"a":1}')}\n## Next\n${json('{"a":2}')}`, '{"a":1}'],
    ['with a fence in a text', H + json('{"a":"\\n```\\n"}'), '{"a":"\\n```\\n"}'],
    ['no section', json('{"a":1}'), 'missing: there is no section "Stage Carry Evidence"'],
    ['nothing', '', 'missing: there is no section "Stage Carry Evidence"'],
    [
      'a section within a fence only',
      `\`\`\`md\n${H}\`\`\`\n${json('{"a":1}')}`,
      'missing: there is no section "Stage Carry Evidence"',
    ],
    ['no block', `${H}{"a":1}`, 'missing: "Stage Carry Evidence" holds no fenced block of JSON'],
    [
      'a block that is open',
      `${H}\`\`\`json\n{"a":1}`,
      'missing: the block of "Stage Carry Evidence" is never closed',
    ],
    ['an empty block', H + json(' '), 'missing: the block of "Stage Carry Evidence" is empty'],
    [
      'an array',
      H + json('[1]'),
      'missing: the block of "Stage Carry Evidence" cannot be read: it is not a JSON object',
    ],
    [
      'nesting',
      H + json(`{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`),
      'missing: the block of "Stage Carry Evidence" cannot be read: it is nested too deep',
    ],
    [
      'what is long',
      H + json(`{"a":"${'x'.repeat(300_000)}"}`),
      'missing: the block of "Stage Carry Evidence" has more than 262144 characters',
    ],
    ['an endless answer', 'x\n'.repeat(3_000_000), 'missing: the answer has more than 4194304 characters'],
  ];
  for (const [name, text, expected] of cases)
    it(name, () => {
      const read = readCarryEvidence(text);
      assert.equal('json' in read ? read.json : `missing: ${read.missing}`, expected);
    });

  it('does not fall back on an earlier block where the last cannot be read', () => {
    const read = readCarryEvidence(H + json('{"a":1}') + json('{"a":'));
    assert.match('missing' in read ? read.missing : '', /cannot be read: it is not JSON \(/);
  });

  const hostile: readonly (readonly [string, string])[] = [
    ['sections', H.repeat(100_000)],
    ['fences', H + '```json\n'.repeat(400_000)],
    ['blanks', `${H}${' '.repeat(3_000_000)}`],
    ['backquotes', `${H}${'`'.repeat(3_000_000)}`],
    ['signs', '#'.repeat(3_000_000)],
  ];
  for (const [name, text] of hostile)
    it(`reads many ${name} soon`, () => {
      const begun = process.cpuUsage().user;
      assert.ok('missing' in readCarryEvidence(text));
      assert.ok(process.cpuUsage().user - begun < 2_000_000);
    });
});
