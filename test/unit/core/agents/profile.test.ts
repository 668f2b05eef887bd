import assert from 'node:assert/strict';
import { builtinProfiles } from '../../../../src/core/agents/builtin';
import { type AgentMode, type LaunchValues, launchOf } from '../../../../src/core/agents/profile';

const VALUES: LaunchValues = {
  sentence: 'Read the file p.md.',
  prompt: 'You carry out {answers}; $HOME `x`\n"quoted"',
  answers: '/w s/.stage-runner/r/1',
  records: '/d/1',
  session: 'UUID',
};
const PROFILES = builtinProfiles({ node: '/bin/node', script: '/ext/agent.mjs' });

/** The command as one line, elements in brackets where they hold more than a word. */
function rendered(id: string, mode: AgentMode, granted = false): string {
  const profile = PROFILES.find((one) => one.id === id);
  assert.ok(profile);
  const launch = launchOf({ ...profile, mode, granted }, VALUES);
  if ('problem' in launch) return launch.problem;
  const argv = launch.argv.map((one) => (/^[\w./=:-]+$/.test(one) ? one : `[${one}]`)).join(' ');
  return launch.stdin === undefined ? argv : `${argv} < ${launch.stdin}`;
}

describe('agent profiles', () => {
  const TEXT = 'You carry out {answers}; $HOME `x`\n"quoted"';
  const SENTENCE = 'Read the file p.md.';
  const cases: [string, string, string][] = [
    [
      'claude',
      `claude --session-id UUID -- [${SENTENCE}]`,
      `claude -p --output-format stream-json --verbose --session-id UUID < ${SENTENCE}`,
    ],
    ['codex', `codex [${SENTENCE}]`, `codex exec --json -o /d/1/last-message.txt - < ${SENTENCE}`],
    ['gemini', `gemini -i [${TEXT}]`, `gemini -o stream-json < ${TEXT}`],
    ['opencode', `opencode --prompt [${SENTENCE}]`, `opencode run --format json < ${SENTENCE}`],
    ['copilot', `copilot -i [${SENTENCE}]`, `copilot --output-format json --no-ask-user < ${SENTENCE}`],
    ['qwen', `qwen --json-file /d/1/events.jsonl -i [${SENTENCE}]`, `qwen -o stream-json < ${SENTENCE}`],
    [
      'sample',
      '/bin/node /ext/agent.mjs [/w s/.stage-runner/r/1]',
      `/bin/node /ext/agent.mjs [/w s/.stage-runner/r/1] < ${SENTENCE}`,
    ],
  ];
  for (const [id, interactive, headless] of cases) {
    it(`starts ${id} with its own permissions`, () => {
      assert.equal(rendered(id, 'interactive'), interactive);
      assert.equal(rendered(id, 'headless'), headless);
    });
  }

  const grants: [string, string][] = [
    ['claude', `claude [--allowedTools=Edit(//w s/.stage-runner/r/1/**)] --session-id UUID -- [${SENTENCE}]`],
    [
      'codex',
      `codex -c [default_permissions="stage"] -c [permissions.stage.extends=":read-only"] -c [permissions.stage.filesystem={"/w s/.stage-runner/r/1"="write"}] [${SENTENCE}]`,
    ],
    ['gemini', `gemini --policy /d/1/policy.toml -i [${TEXT}]`],
    ['copilot', `copilot [--allow-tool=write(/w s/.stage-runner/r/1/result.json)] -i [${SENTENCE}]`],
  ];
  for (const [id, argv] of grants) {
    it(`grants ${id} the attempt's folder when asked to`, () => {
      assert.equal(rendered(id, 'interactive', true), argv);
    });
  }

  it('writes the policy of gemini for relative and absolute paths', () => {
    const gemini = PROFILES.find((one) => one.id === 'gemini');
    assert.ok(gemini);
    const launch = launchOf({ ...gemini, granted: true }, VALUES);
    assert.ok(!('problem' in launch));
    assert.equal(
      launch.file?.text,
      [
        '[[rule]]',
        'toolName = "write_file"',
        'argsPattern = "\\"file_path\\":\\"/w s/\\\\.stage-runner/r/1/result\\\\.json\\""',
        'decision = "allow"',
        'priority = 500',
        '',
        '[[rule]]',
        'toolName = "write_file"',
        'argsPattern = "\\"file_path\\":\\"\\\\.stage-runner/r/1/result\\\\.json\\""',
        'decision = "allow"',
        'priority = 500',
        '',
      ].join('\n'),
    );
  });

  it('refuses a grant for a folder whose name would read as a pattern', () => {
    const claude = PROFILES.find((one) => one.id === 'claude');
    assert.ok(claude);
    const launch = launchOf({ ...claude, granted: true }, { ...VALUES, answers: '/w/**),Bash(*' });
    assert.match('problem' in launch ? launch.problem : '', /cannot name the folder/);
  });

  it('refuses a text that no argument can hold', () => {
    const gemini = PROFILES.find((one) => one.id === 'gemini');
    assert.ok(gemini);
    const launch = launchOf(gemini, { ...VALUES, prompt: 'é'.repeat(70_000) });
    assert.match('problem' in launch ? launch.problem : '', /too long for one argument/);
  });
});
