import assert from 'node:assert/strict';
import { renderLenient, renderTemplate, templateKeys } from '../../../../src/core/protocol/template';
import { parseValidation, validateInput } from '../../../../src/core/protocol/validation';

describe('templates', () => {
  const values = {
    title: 'Retry',
    ok: true,
    count: 3,
    none: null,
    list: ['a', { b: 1 }],
    user: { name: 'Ada', tags: ['x', 'y'] },
    foreign: 'see {{title}} and {{secret}}',
    dollar: '$& $1',
  };
  const CASES: readonly [string, string][] = [
    ['{{title}}: {{count}}', 'Retry: 3'],
    ['{{ok}} {{none}}', 'true null'],
    ['{{user.name}} {{user.tags[1]}} {{list[1].b}}', 'Ada y 1'],
    ['{{list}}', '["a",{"b":1}]'],
    ['{{title}}{{title}}', 'RetryRetry'],
    ['a value is never a template: {{foreign}}', 'a value is never a template: see {{title}} and {{secret}}'],
    ['{{dollar}}', '$& $1'],
    ['{{ title }} {title} {{}}', '{{ title }} {title} {{}}'],
  ];
  for (const [template, expected] of CASES) {
    it(`renders ${template}`, () => {
      assert.deepEqual(renderTemplate(template, values), { text: expected });
    });
  }

  it('names every unknown reference once', () => {
    const template = '{{a}} {{title}} {{user.age}} {{a}} {{list[7]}} {{constructor}} {{title.length.x}}';
    assert.deepEqual(renderTemplate(template, values), {
      unknown: ['a', 'user.age', 'list[7]', 'constructor', 'title.length.x'],
    });
  });

  it('puts nothing in the place of an unknown reference where that is the rule', () => {
    assert.equal(renderLenient('<{{nope}}> {{title}}', values), '<> Retry');
  });

  it('tells the state keys of a template', () => {
    assert.deepEqual(templateKeys('{{a.b}} {{c[0]}} {{a}} {{ d }}'), ['a', 'c']);
  });
});

describe('validation of an input', () => {
  const CASES: readonly [string, string, string | undefined][] = [
    ['len(input) > 0', 'x', undefined],
    ['len(input) > 0', '', 'Some text is needed here.'],
    ['len(input) >= 3 and len(input) < 5', 'abcd', undefined],
    [
      'len(input) >= 3 and len(input) < 5',
      'abcde',
      'The text has 5 characters; expected len(input) >= 3 and len(input) < 5.',
    ],
    ['len(input)==0 or len( input ) != 2', '', undefined],
    [
      'len(input)==0 or len(input)>2',
      'ab',
      'The text has 2 characters; expected len(input)==0 or len(input)>2.',
    ],
    ['len(input) <= 2', '👍👍', undefined],
    [
      'input matches x',
      'x',
      'The rule cannot be checked: `input matches x` is not understood. Expected comparisons such as `len(input) > 0`, joined by `and` or `or`.',
    ],
  ];
  for (const [rule, text, expected] of CASES) {
    it(`${rule}: ${JSON.stringify(text)}`, () => {
      assert.equal(validateInput(rule, text), expected);
    });
  }

  for (const rule of [
    '',
    'len(input)',
    'len(input) > x',
    'len(input) > 0 and',
    'process.exit()',
    'len(input) > 0; x',
  ]) {
    it(`refuses ${JSON.stringify(rule)}`, () => {
      assert.ok('problem' in parseValidation(rule));
    });
  }
});
