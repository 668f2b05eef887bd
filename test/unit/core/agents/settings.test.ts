import assert from 'node:assert/strict';
import { builtinProfiles } from '../../../../src/core/agents/builtin';
import { mergeProfiles } from '../../../../src/core/agents/settings';

const BUILTIN = builtinProfiles({ node: 'node', script: 'agent.mjs' });
const merge = (setting: unknown) => mergeProfiles(BUILTIN, setting);

describe('the setting stageRunner.agents', () => {
  it('changes nothing when it is absent or empty', () => {
    assert.deepEqual(merge(undefined).profiles, BUILTIN);
    assert.deepEqual(merge({}), { profiles: BUILTIN, problems: [] });
    assert.ok(
      BUILTIN.every(({ granted }) => !granted),
      'no grant is on by itself',
    );
  });

  it('merges over a built-in profile, its environment key by key', () => {
    const { profiles, problems } = merge({ claude: { mode: 'headless', env: { A: '1' }, grant: true } });
    const claude = profiles.find(({ id }) => id === 'claude');
    assert.deepEqual(problems, []);
    assert.deepEqual(
      [claude?.mode, claude?.granted, claude?.env],
      ['headless', true, { DISABLE_AUTOUPDATER: '1', A: '1' }],
    );
  });

  it('adds an agent of one’s own', () => {
    const { profiles, problems } = merge({ aider: { argv: ['aider', '--message', '{sentence}'] } });
    assert.deepEqual(problems, []);
    assert.deepEqual(profiles.at(-1)?.argv, ['aider', '--message', '{sentence}']);
  });

  it('takes how patiently an agent is stopped', () => {
    const stop = { terminateAfter: 0.5, killAfter: 60 };
    const { profiles, problems } = mergeProfiles(BUILTIN, { claude: { stop } });
    assert.deepEqual(problems, []);
    assert.deepEqual(profiles.find(({ id }) => id === 'claude')?.stop, stop);
  });

  const wrong: [string, unknown, string][] = [
    ['a list', [], 'stageRunner.agents should be an object with one entry an agent.'],
    [
      'an entry that is no object',
      { claude: 'x' },
      '"claude" should be an object, such as { "mode": "headless" }.',
    ],
    ['an id with a path', { '../x': {} }, '"../x" is no id; use letters, digits, "-" and "_".'],
    [
      'an unknown key',
      { claude: { arg: [] } },
      '"claude.arg" is not known; known are argv, headlessArgv, prompt, mode, env, grant, stop.',
    ],
    [
      'a shell string',
      { custom: { argv: 'x {sentence}' } },
      '"custom.argv" should be a list of texts, the program first.',
    ],
    [
      'an empty list',
      { custom: { argv: [] } },
      '"custom.argv" should be a list of texts, the program first.',
    ],
    ['a wrong mode', { claude: { mode: 'tty' } }, '"claude.mode" should be "interactive" or "headless".'],
    ['a wrong prompt', { claude: { prompt: 1 } }, '"claude.prompt" should be "file", "text" or "stdin".'],
    ['a number in env', { claude: { env: { A: 1 } } }, '"claude.env" should be an object of texts.'],
    ['a wrong grant', { claude: { grant: 'yes' } }, '"claude.grant" should be true or false.'],
    ...[
      7,
      { terminateAfter: 1 },
      { terminateAfter: 5, killAfter: 2 },
      { terminateAfter: -1, killAfter: 2 },
    ].map((stop): [string, unknown, string] => [
      `a wrong stop, ${JSON.stringify(stop)}`,
      { claude: { stop } },
      '"claude.stop" should be { "terminateAfter": …, "killAfter": … } in seconds, at most 600, the second no smaller.',
    ]),
    [
      'stdin in a terminal',
      { claude: { prompt: 'stdin' } },
      '"claude.prompt" is "stdin", which needs "mode": "headless".',
    ],
    ['a grant nobody knows', { qwen: { grant: true } }, '"qwen.grant": this agent knows no narrow grant.'],
    [
      'a grant without its place',
      { claude: { grant: true, argv: ['claude', '{sentence}'] } },
      '"claude.grant" needs an element "{grant}" in the agent\'s argv.',
    ],
    [
      'a command without a task',
      { custom: { argv: ['x'] } },
      '"custom.argv" should hold {sentence}, {prompt} or {answers}: nothing else tells the agent its task.',
    ],
  ];
  for (const [name, setting, problem] of wrong) {
    it(`refuses ${name} and leaves the profile as it was`, () => {
      const { profiles, problems } = merge(setting);
      assert.deepEqual(problems, [
        problem.startsWith('stageRunner') ? problem : `stageRunner.agents: ${problem}`,
      ]);
      assert.deepEqual(profiles, BUILTIN);
    });
  }
});
