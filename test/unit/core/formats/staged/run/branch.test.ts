import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { GSD, RENN, type StagedProfile } from '../../../../../../src/core/formats/staged/names';
import { branchName, branchProblem } from '../../../../../../src/core/formats/staged/run/branch';

function branch(
  profile: StagedProfile,
  strategy: 'stage' | 'milestone',
  template: string,
  folder: string,
  more: { number?: string; overview?: string; state?: string } = {},
): string {
  const config = { branches: strategy, stageBranch: template, milestoneBranch: template };
  const found = branchName(
    config,
    { folder, number: more.number },
    more.overview ?? '',
    more.state ?? '',
    profile,
  );
  return 'none' in found ? 'none' : 'name' in found ? found.name : found.problem;
}

describe('staged run: the branch of a stage', () => {
  const RENN_STAGE = 'renn/stage-{stage}-{slug}';
  const cases: readonly (readonly [StagedProfile, string, string, string | undefined, string])[] = [
    [RENN, RENN_STAGE, '03-authentication', '03', 'renn/stage-03-authentication'],
    [RENN, RENN_STAGE, '3-Auth_And  Login!', '3', 'renn/stage-03-auth-and-login'],
    [RENN, RENN_STAGE, '02.1-hot-fix', '02.1', 'renn/stage-02.1-02-1-hot-fix'],
    [GSD, 'gsd/phase-{phase}-{slug}', '02.1-hot-fix', '02.1', 'gsd/phase-02.1-hot-fix'],
    [GSD, 'gsd/phase-{phase}-{slug}', 'APP-12-login', '12', 'gsd/phase-12-login'],
    [GSD, 'gsd/phase-{phase}-{slug}', '36A-docs', '36A', 'gsd/phase-36A-docs'],
    [GSD, 'gsd/phase-{phase}-{slug}', '14-', '14', 'gsd/phase-14-phase'],
    [RENN, RENN_STAGE, '05-图表', '05', 'renn/stage-05-stage'],
    [RENN, '{slug}', "04-$(touch x)';--", '04', 'touch-x'],
    [RENN, 'feature', '04-a', '04', 'feature'],
    [RENN, '{slug}-{slug}', '04-a', '04', 'a-a'],
    [RENN, '{phase}/{slug}', '04-a', '04', '04/a'],
  ];
  for (const [profile, template, folder, number, expected] of cases) {
    it(`${profile.id}: ${template} of ${folder}`, () => {
      assert.equal(
        branch(profile, 'stage', template, folder, number === undefined ? {} : { number }),
        expected,
      );
    });
  }

  it('none where none is wanted, whatever the template', () => {
    const config = { branches: 'none', stageBranch: '..', milestoneBranch: '..' } as const;
    assert.deepEqual(branchName(config, { folder: '01-a' }, '', '', RENN), { none: true });
  });

  const hostile = [
    '',
    '-{slug}',
    '--upload-pack=x',
    'a b',
    'a..b',
    '@',
    'HEAD',
    'a@{1}',
    '/a',
    'a/',
    'a//b',
    'a/.b',
    'a.',
    'a/b.lock',
    'a.lock/b',
    'refs/heads/a',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[b',
    'a\\b',
    'a\u0000b',
    'a\nb',
    'a\u202eb',
    '{stage',
    '{name}-a',
    '{__proto__}',
    'x'.repeat(1000),
  ];
  for (const template of hostile) {
    it(`a problem for ${JSON.stringify(template.slice(0, 20))}`, () => {
      const found = branch(RENN, 'stage', template, '04-a', { number: '04' });
      if (template === '{stage') assert.equal(found, '{stage');
      else
        assert.match(
          found,
          /^The branch template ".*" (?:gives no name that git takes: .+|names \{.*\}, which nothing fills in)\.$/s,
        );
    });
  }

  it('takes no name that git would not', () => {
    const names = [
      ...hostile,
      'a',
      'a/b',
      'v1.0-a',
      '02.1',
      'a-',
      'a.b',
      '图表',
      '@a',
      'a@',
      'a{b}',
      "a'b",
      'a"b',
      'a;b',
      'a$b',
      'a&b',
    ];
    const taken = names.filter((name) => branchProblem(name) === undefined);
    assert.ok(taken.length >= 12, taken.join(' '));
    for (const name of taken)
      execFileSync('git', ['check-ref-format', '--branch', name], { stdio: 'ignore' });
  });
});

describe('staged run: the branch of a milestone', () => {
  const overview =
    '- ✅ **v1.0 First Steps** — Phases 1-2\n- 🚧 **v1.1 Second (Beta)** — Phases 3-4\n### 🚧 v1.1 Second (In Progress)\n';
  const cases: readonly (readonly [StagedProfile, string, string, string])[] = [
    [RENN, overview, '', 'x/v1.0-first-steps'],
    [GSD, overview, '', 'x/v1.1-second'],
    [GSD, overview, '---\nmilestone: v1.0\n---\n', 'x/v1.0-first-steps'],
    [GSD, overview, '---\nmilestone: v2.0\n---\n', 'x/v2.0-milestone'],
    [GSD, '# Roadmap v3.2.1', '', 'x/v3.2.1-milestone'],
    [RENN, '', '', 'x/v1.0-milestone'],
    [
      GSD,
      '',
      '---\nmilestone: ../../x y\n---\n',
      'The branch template "x/{milestone}-{slug}" gives no name that git takes: it holds a blank or one of ~ ^ : ? * [ \\.',
    ],
  ];
  for (const [profile, text, state, expected] of cases) {
    it(`${profile.id}: ${expected}`, () => {
      assert.equal(
        branch(profile, 'milestone', 'x/{milestone}-{slug}', '03-a', { overview: text, state }),
        expected,
      );
    });
  }
});
