import assert from 'node:assert/strict';
import type { PathChange } from '../../../../../../src/core/checkpoints/checkpoint';
import {
  refusedGlobs,
  sensitiveChanges,
  sensitiveText,
} from '../../../../../../src/core/formats/prompts/run/sensitive';
import { SENSITIVE_GLOBS } from '../../../../../../src/core/formats/prompts/run/sensitiveGlobs';

const changed = (path: string): PathChange => ({ path, what: 'changed' });

describe('prompts: what other work rests on', () => {
  const kinds: readonly (readonly [kind: string, paths: readonly string[]])[] = [
    [
      'continuous integration',
      [
        '.github/workflows/ci.yml',
        '.github/workflows/line\nend.yml',
        '.github/actions/setup/action.yml',
        '.gitlab-ci.yml',
        '.circleci/config.yml',
        'azure-pipelines.yml',
        'Jenkinsfile',
        'deploy/Jenkinsfile.release',
      ],
    ],
    [
      'a package manifest',
      [
        'package.json',
        'packages/a/package.json',
        'pyproject.toml',
        'requirements-dev.txt',
        'go.mod',
        '.npmrc',
        'a/b.csproj',
        'Brewfile',
      ],
    ],
    ['a lock file', ['package-lock.json', 'web/yarn.lock', 'uv.lock', 'go.sum', 'flake.lock']],
    [
      'a task runner’s file',
      ['Makefile', 'lib/makefile', 'rules.mk', 'justfile', 'Taskfile.yaml', 'tox.ini'],
    ],
    [
      'a container’s file',
      [
        'Dockerfile',
        'dockerfile',
        'api/Dockerfile.dev',
        'web.Dockerfile',
        'docker-compose.override.yml',
        '.devcontainer/x',
      ],
    ],
    [
      'an install script',
      ['install.sh', 'scripts/bootstrap-ubuntu.sh', 'setup-env.ps1', 'install', '.nvmrc'],
    ],
    [
      'a build configuration',
      [
        'tsconfig.build.json',
        'vite.config.mts',
        'CMakeLists.txt',
        'app/build.gradle',
        'gradlew',
        '.cargo/config.toml',
        '.gitmodules',
        'build.mjs',
        'web/esbuild.ts',
        'flake.nix',
      ],
    ],
    [
      'a workflow script',
      [
        '.husky/pre-commit',
        'skills-foundry/bin/_repo_workflow.py',
        '.vscode/tasks.json',
        '.pre-commit-config.yaml',
        'scripts/release/notes.py',
        'web/scripts/notes.mjs',
        'bin/run.py',
        'tools/ci.sh',
        'ci/run.sh',
        'build.sh',
        'web/run-tests.sh',
      ],
    ],
    [
      'a file of the prompts themselves',
      ['.prompts/PROMPT_09.txt', '.prompts/run-logs/stage2/PROMPT_09.md', 'a/.prompts/x'],
    ],
    [
      'nothing',
      [
        'src/index.ts',
        'docs/install.md',
        'README.md',
        'test/makefile.ts',
        '.github/CODEOWNERS',
        'src/build/a.ts',
        'xpackage.json',
        'lib/setup.rb',
        'src/build.ts',
        'src/tools/a.ts',
        'src/bin/cli.ts',
        'scripts/README.md',
        'lib/start.sh',
      ],
    ],
  ];
  for (const [kind, paths] of kinds)
    for (const path of paths)
      it(`${JSON.stringify(path)} is ${kind}`, () => {
        assert.equal(sensitiveChanges([changed(path)])[0]?.kind ?? 'nothing', kind);
      });

  it('counts when it is added or deleted', () => {
    const changes: PathChange[] = [
      { path: 'Makefile', what: 'added' },
      { path: 'Dockerfile', what: 'deleted' },
      { path: 'src/a.ts', what: 'deleted' },
    ];
    assert.deepEqual(
      sensitiveChanges(changes).map(({ path, what, rule }) => [path, what, rule]),
      [
        ['Makefile', 'added', SENSITIVE_GLOBS.find((glob) => glob.includes('Makefile'))],
        ['Dockerfile', 'deleted', '**/{Dockerfile,Containerfile}*'],
      ],
    );
  });

  it('is what the settings list, in place of our own', () => {
    const globs = ['infra/**', 'a(b).{x,y}'];
    const paths = ['infra/main.tf', 'Makefile', 'A(B).Y', 'ab.x'];
    assert.deepEqual(
      sensitiveChanges(paths.map(changed), globs).map(({ path, kind, rule }) => [path, kind, rule]),
      [
        ['infra/main.tf', 'listed in the settings', 'infra/**'],
        ['A(B).Y', 'listed in the settings', 'a(b).{x,y}'],
      ],
    );
    assert.deepEqual(sensitiveChanges(paths.map(changed), []), []);
  });

  it('is what commands name that check the work, whatever the settings list', () => {
    const named = new Map([
      ['lib/check.mjs', 'node lib/check.mjs'],
      ['makefile', 'make -f Makefile'],
    ]);
    const found = (globs?: readonly string[]): unknown =>
      sensitiveChanges(['Lib/Check.mjs', 'lib/a.mjs', 'Makefile'].map(changed), globs, undefined, named).map(
        ({ path, kind, rule }) => [path, kind, rule],
      );
    const check = ['Lib/Check.mjs', 'named by a command that checks the work', 'node lib/check.mjs'];
    assert.deepEqual(found([]), [
      check,
      ['Makefile', 'named by a command that checks the work', 'make -f Makefile'],
    ]);
    assert.deepEqual(found(['Makefile']), [check, ['Makefile', 'listed in the settings', 'Makefile']]);
  });

  it('knows globs that guard nothing', () => {
    assert.deepEqual(refusedGlobs(SENSITIVE_GLOBS), []);
    const bad = ['', '*a*b*c*d', 'x'.repeat(600)];
    assert.deepEqual(refusedGlobs(['ok/**', ...bad]), bad);
    assert.deepEqual(sensitiveChanges([changed('xaxbxcxd')], bad), []);
  });

  it('is told of very many paths at once', () => {
    const paths = Array.from({ length: 5000 }, (_, at) =>
      changed(`${'a/'.repeat(50)}${'x'.repeat(100)}${at}.yml`),
    );
    assert.deepEqual(sensitiveChanges(paths), []);
  });
});

describe('prompts: a package manifest', () => {
  const base = {
    name: 'x',
    version: '1.0.0',
    scripts: { test: 'a', build: 'b' },
    exports: { a: '1', b: '2' },
  };
  const cases: readonly (readonly [name: string, after: unknown, expected: string])[] = [
    ['with another script', { ...base, scripts: { ...base.scripts, test: 'true' } }, 'scripts.test'],
    [
      'with a script more and one less',
      { ...base, scripts: { test: 'a', postinstall: 'x' } },
      'scripts.build scripts.postinstall',
    ],
    ['with dependencies', { ...base, dependencies: { a: '1' } }, 'dependencies'],
    ['with words alone', { ...base, version: '1.0.1', description: 'x', keywords: ['a'] }, 'nothing'],
    ['with another order alone', Object.fromEntries(Object.entries(base).reverse()), 'nothing'],
    ['with another order inside', { ...base, exports: { b: '2', a: '1' } }, 'exports'],
    ['with another kind of value', { ...base, scripts: 'none' }, 'scripts'],
    ['with another name', { ...base, name: 'y' }, 'name'],
    ['that is a list', [], 'any'],
    ['that is no JSON', '{"scripts": ', 'any'],
    ['that is gone', undefined, 'any'],
    [
      'with a key that objects have',
      JSON.stringify(base).replace('{', '{"__proto__": {"a": 1}, "constructor": {},'),
      '__proto__ constructor',
    ],
  ];
  for (const [name, after, expected] of cases)
    it(`${name} counts by ${expected}`, () => {
      const text = typeof after === 'string' ? after : JSON.stringify(after);
      const sides = { before: JSON.stringify(base), ...(after !== undefined && { after: text }) };
      const [found] = sensitiveChanges(
        [changed('a/package.json')],
        undefined,
        new Map([['a/package.json', sides]]),
      );
      assert.equal(found === undefined ? 'nothing' : (found.keys?.join(' ') ?? 'any'), expected);
    });

  it('of another kind counts with any change', () => {
    const sides = { before: 'a', after: 'b' };
    const [found] = sensitiveChanges([changed('go.mod')], undefined, new Map([['go.mod', sides]]));
    assert.equal(found?.keys, undefined);
    assert.equal(found?.kind, 'a package manifest');
  });
});

describe('prompts: the gate on what other work rests on', () => {
  it('names each file, what in it changed and the rule', () => {
    const found = sensitiveChanges(
      [changed('package.json'), { path: '.github/workflows/`a`\n# x.yml', what: 'added' }],
      undefined,
      new Map([['package.json', { before: '{}', after: '{"scripts":{"x`y":1},"type":"module"}' }]]),
    );
    assert.equal(
      sensitiveText('PROMPT_10', found),
      `\`PROMPT_10\` changed what other work rests on:

- \`package.json\` was changed in \`scripts\`, \`type\`: it is a package manifest (\`**/{package,composer,deno}.json\`)
- \`\` .github/workflows/\`a\` # x.yml \`\` was added: it is continuous integration (\`.github/{workflows,actions}/**\`)

Look at workflow scripts, install commands and build assumptions before the run goes on.`,
    );
  });

  it('stays short', () => {
    const found = sensitiveChanges(Array.from({ length: 500 }, (_, at) => changed(`.prompts/${at}`)));
    assert.equal(found.length, 500);
    assert.match(sensitiveText('PROMPT_10', found), /\n- and 450 more\n\nLook/);
  });
});
