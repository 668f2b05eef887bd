import assert from 'node:assert/strict';
import { builtinProfiles } from '../../../../src/core/agents/builtin';
import { chosenModel } from '../../../../src/core/agents/models';
import { launchOf } from '../../../../src/core/agents/profile';

const profiles = builtinProfiles({ node: 'node', script: 'agent.mjs' });
const profile = (id: string): (typeof profiles)[number] => {
  const found = profiles.find((one) => one.id === id);
  assert.ok(found);
  return found;
};
const VALUES = { sentence: 'Read.', prompt: 'All.', answers: '/a', records: '/r', session: 's' };

describe('the model of an agent', () => {
  const SETTING = { quality: { runner: 'large', auditor: '--help', toString: 1 }, inherit: { runner: 'x' } };

  for (const [name, tier, role, expected] of [
    ['is that of its tier and role', 'quality', 'runner', { model: 'large' }],
    ['is its own where no other is named', 'balanced', 'runner', undefined],
    ['is its own where the project says so', 'inherit', 'runner', undefined],
    ['is its own for a role of no entry', 'quality', 'valueOf', undefined],
  ] as const)
    it(name, () => {
      assert.deepEqual(chosenModel(SETTING, profile('claude'), tier, role), expected);
    });

  it('is no option, and a text', () => {
    for (const role of ['auditor', 'toString']) {
      const chosen = chosenModel(SETTING, profile('claude'), 'quality', role);
      assert.match((chosen && 'problem' in chosen && chosen.problem) || '', /should be the name of a model/);
    }
    assert.equal(chosenModel('all', profile('claude'), 'quality', 'runner'), undefined);
  });

  it('is told to be its own where its command takes none', () => {
    const chosen = chosenModel(SETTING, profile('sample'), 'quality', 'runner');
    assert.match((chosen && 'problem' in chosen && chosen.problem) || '', /Sample agent takes none/);
  });

  it('is an argument of its own, and absent where there is none', () => {
    for (const one of profiles.filter(({ id }) => id !== 'sample' && id !== 'custom'))
      for (const mode of ['interactive', 'headless'] as const) {
        const argv = (model?: string): readonly string[] => {
          const launch = launchOf({ ...one, mode }, { ...VALUES, ...(model !== undefined && { model }) });
          assert.ok('argv' in launch);
          return launch.argv;
        };
        const at = argv('big one').indexOf('--model');
        assert.ok(at > 0, one.id);
        assert.deepEqual(argv('big one').toSpliced(at, 2), argv());
        assert.equal(argv('big one')[at + 1], 'big one');
      }
  });
});
