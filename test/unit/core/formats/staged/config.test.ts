import assert from 'node:assert/strict';
import { configWords, readConfig } from '../../../../../src/core/formats/staged/config';

/** What a configuration comes to, with the codes of its problems. */
function config(text: string): string {
  const { problems, ...values } = readConfig({ text, modified: 0 }, '/w/.renn/config.json');
  const { horsepower, parallel, branches } = values;
  const facts = [horsepower, parallel ? 'parallel' : 'serial', branches, ...problems.map(({ code }) => code)];
  return facts.join(' ');
}

describe('staged: config.json in its three shapes', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['nothing in it', '{}', 'balanced parallel none'],
    ['flat', '{"horsepower":"max","parallelization":false}', 'max serial none'],
    ['with git', '{"horsepower":"eco","git":{"branching_strategy":"stage"}}', 'eco parallel stage'],
    [
      'nested, over several lines',
      '{\n "planning": {"horsepower": "balanced"},\n "parallelization": {\n  "enabled": false\n }\n}',
      'balanced serial none',
    ],
    [
      'nested and on',
      '{"parallelization":{"enabled":true,"max_concurrent_agents":3}}',
      'balanced parallel none',
    ],
    ['the words of the other tool', '{"horsepower":"quality"}', 'max parallel none'],
    ['GSD', '{"model_profile":"budget","git":{"branching_strategy":"phase"}}', 'eco parallel stage'],
    ['GSD inherits', '{"model_profile":"inherit"}', 'inherit parallel none'],
    [
      'an empty word is none',
      '{"horsepower":"","git":{"branching_strategy":null}}',
      'balanced parallel none',
    ],
    ['a model for a profile', '{"model_profile":"sonnet"}', 'balanced parallel none config-unknown-word'],
    ['a name of every object', '{"horsepower":"constructor"}', 'balanced parallel none config-unknown-word'],
    ['no JSON', 'horsepower: max', 'balanced parallel none config-damaged'],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      assert.equal(config(text), expected);
    });
  }

  it('in words, where it is not the default', () => {
    const text = '{"horsepower":"max","parallelization":false,"git":{"branching_strategy":"milestone"}}';
    const words = configWords(readConfig({ text, modified: 0 }, '/w/.renn/config.json'));
    assert.deepEqual(words, ['horsepower: max', 'one at a time', 'a branch for each milestone']);
  });
});
