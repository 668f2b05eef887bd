import assert from 'node:assert/strict';
import { GSD, RENN, type StagedProfile } from '../../../../../../src/core/formats/staged/names';
import { readRunConfig } from '../../../../../../src/core/formats/staged/run/config';

/** A configuration in short, with the codes of its problems and the keys that they name. */
function config(text: string | undefined, profile: StagedProfile = RENN): string {
  const source = text === undefined ? undefined : { text, modified: 0 };
  const read = readRunConfig(source, '/w/.renn/config.json', profile);
  const { tier, parallel, maxParallel, minForParallel, commitDocs, branches, auditor, problems } = read;
  return [
    tier,
    parallel ? `${maxParallel} at a time from ${minForParallel}` : 'serial',
    commitDocs ? 'docs' : 'no docs',
    branches,
    auditor ? 'audited' : 'not audited',
    ...problems.map(({ code, message }) => `${code} ${/"(\w+)"/.exec(message)?.[1] ?? ''}`),
  ].join(', ');
}

const DEFAULTS = 'balanced, 3 at a time from 2, docs, none, audited';

describe('staged run: config.json', () => {
  const cases: readonly (readonly [string, string | undefined, string])[] = [
    ['none', undefined, DEFAULTS],
    ['nothing in it', '{}', DEFAULTS],
    ['no JSON', '{', `${DEFAULTS.replace(' docs', ' no docs')}, config-damaged `],
    [
      'flat, as renn begins',
      '{"parallelization":false,"commit_docs":false,"horsepower":"max","checks":{"auditor":false}}',
      'quality, serial, no docs, none, not audited',
    ],
    [
      'nested, as renn ships it',
      '\uFEFF{"planning":{"commit_docs":false},"parallelization":{"enabled":true,"max_concurrent_agents":5,"min_runs_for_parallel":4}}',
      'balanced, 5 at a time from 4, no docs, none, audited',
    ],
    [
      'an object that is off',
      '{"parallelization":{\n"enabled":\nfalse}}',
      'balanced, serial, docs, none, audited',
    ],
    ['an object that does not say', '{"parallelization":{}}', DEFAULTS],
    [
      'GSD',
      '{"model_profile":"budget","workflow":{"verifier":false},"git":{"branching_strategy":"phase"},"parallelization":{"min_plans_for_parallel":3}}',
      'budget, 3 at a time from 3, docs, stage, not audited',
    ],
    ['both words for the auditor', '{"checks":{"auditor":true},"workflow":{"verifier":false}}', DEFAULTS],
    ['the words of the other tool', '{"horsepower":"quality"}', DEFAULTS.replace('balanced', 'quality')],
    ['inherited', '{"model_profile":"inherit"}', DEFAULTS.replace('balanced', 'inherit')],
    ['null is nothing', '{"parallelization":null,"commit_docs":null,"checks":null}', DEFAULTS],
    [
      'wrong values',
      '{"parallelization":"false","commit_docs":"no","checks":{"auditor":1},"horsepower":"opus"}',
      `${DEFAULTS}, config-unknown-word horsepower, config-wrong-value parallelization, config-wrong-value commit_docs, config-wrong-value auditor`,
    ],
    [
      'wrong numbers',
      '{"parallelization":{"max_concurrent_agents":0,"min_runs_for_parallel":1e9}}',
      `${DEFAULTS}, config-wrong-value max_concurrent_agents, config-wrong-value min_runs_for_parallel`,
    ],
    [
      'numbers as texts',
      '{"parallelization":{"max_concurrent_agents":"3"}}',
      `${DEFAULTS}, config-wrong-value max_concurrent_agents`,
    ],
    [
      'lists for objects',
      '{"checks":[],"planning":[],"parallelization":[]}',
      `${DEFAULTS}, config-wrong-value parallelization`,
    ],
    ['names of every object', '{"checks":{"__proto__":{"auditor":false}},"constructor":{}}', DEFAULTS],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      assert.equal(config(text), expected);
    });
  }

  const letPass: readonly (readonly [string, StagedProfile, readonly string[]])[] = [
    ['{}', GSD, []],
    ['{"workflow":{"auto_advance":true}}', GSD, ['human-verify', 'decision']],
    ['{"workflow":{"auto_advance":false,"_auto_chain_active":true}}', GSD, ['human-verify', 'decision']],
    ['{"workflow":{"human_verify_mode":"end-of-phase"}}', GSD, ['human-verify']],
    ['{"workflow":{"human_verify_mode":"mid-flight"}}', GSD, []],
    [
      '{"workflow":{"human_verify_mode":"end-of-phase","auto_advance":true}}',
      GSD,
      ['human-verify', 'decision'],
    ],
    ['{"workflow":{"auto_advance":"yes","human_verify_mode":true}}', GSD, []],
    ['{"auto_advance":true,"human_verify_mode":"end-of-phase"}', GSD, []],
    ['{"workflow":{"auto_advance":true,"human_verify_mode":"end-of-phase"}}', RENN, []],
  ];
  for (const [text, profile, expected] of letPass) {
    it(`gates that pass without a person in ${profile.id}: ${text}`, () => {
      assert.deepEqual(readRunConfig({ text, modified: 0 }, '/c', profile).passes, expected);
    });
  }

  it('templates, each tool its own', () => {
    const templates = (text: string, profile: StagedProfile): string[] => {
      const { stageBranch, milestoneBranch, problems } = readRunConfig(
        { text, modified: 0 },
        '/w/c.json',
        profile,
      );
      return [stageBranch, milestoneBranch, ...problems.map(({ code }) => code)];
    };
    assert.deepEqual(templates('{}', RENN), ['renn/stage-{stage}-{slug}', 'renn/{milestone}-{slug}']);
    assert.deepEqual(templates('{"stage_branch_template":""}', GSD), [
      'gsd/phase-{phase}-{slug}',
      'gsd/{milestone}-{slug}',
    ]);
    assert.deepEqual(
      templates('{"git":{"phase_branch_template":"a/{phase}","milestone_branch_template":7}}', GSD),
      ['a/{phase}', 'gsd/{milestone}-{slug}', 'config-wrong-value'],
    );
  });
});
