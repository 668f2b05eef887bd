import assert from 'node:assert/strict';
import { findCheckCommand, type CheckSources } from '../../../src/core/checkFind';
import type { CheckName } from '../../../src/core/checks';

const project = { names: ['package.json'], texts: { 'package.json': '{"scripts":{"test":"t","lint":"l"}}' } };
const sources: CheckSources = { testCommands: [], setting: undefined, env: {}, project };
const none = { names: [], texts: {} };

function found(check: CheckName, change: Partial<CheckSources>): string {
  const result = findCheckCommand(check, { ...sources, ...change });
  if ('status' in result) return `${result.status}: ${result.display} ${result.lines.join('')}`.trim();
  return `${result.source}: ${result.display} (${result.argvs.map(({ argv }) => argv.length.toString()).join(',')})`;
}

describe('finding the command of a check', () => {
  const env = { TEST_CMD: 'from env', LINT_CMD: 'lint env', FORMAT_CMD: 'fmt', BUILD_CMD: 'make all' };
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'the plan first',
      found('test', { testCommands: ['npm test -- client', 'npm run e2e'], setting: 'x', env }),
      'plan: npm test -- client && npm run e2e (4,3)',
    ],
    [
      'the plan only for tests',
      found('lint', { testCommands: ['npm test'], setting: 'x y' }),
      'settings: x y (2)',
    ],
    ['then the settings', found('test', { setting: 'make test', env }), 'settings: make test (2)'],
    ['then the environment', found('test', { setting: ' ', env }), 'environment: from env (2)'],
    ['LINT_CMD', found('lint', { env }), 'environment: lint env (2)'],
    ['FORMAT_CMD', found('format', { env }), 'environment: fmt (1)'],
    ['BUILD_CMD', found('build', { env }), 'environment: make all (2)'],
    ['then detection', found('test', { setting: '', env: { TEST_CMD: '' } }), 'detected: npm run test (3)'],
    [
      'nothing',
      found('build', { project: none }),
      'not_run: no command is set in "stageRunner.checks.build" or BUILD_CMD, and none was found in the project',
    ],
    [
      'a command that needs a shell fails and does not fall through',
      found('test', { setting: 'a | b', env }),
      'failed: a | b "a | b" is run without a shell: a pipe needs a shell. Put it in a script file and name that script here.',
    ],
  ];
  for (const [name, actual, expected] of cases) {
    it(name, () => {
      assert.equal(actual, expected);
    });
  }
});
