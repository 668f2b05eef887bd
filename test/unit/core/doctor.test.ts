import assert from 'node:assert/strict';
import { setupItems } from '../../../src/core/doctor';
import type { FolderFacts, SetupFacts } from '../../../src/core/setupFacts';
import { english } from '../vscode/english';

const claude = {
  id: 'claude',
  title: 'Claude Code',
  version: '2.1',
  granted: true,
  byDefault: 'Writes after you trust the folder.',
};
const codex = {
  id: 'codex',
  title: 'Codex',
  byDefault: 'Read-only until trusted.',
  granted: false,
  problem: '"codex" was not found.',
};

const folder: FolderFacts = {
  name: 'app',
  path: '/w/app',
  dataFolder: '/w/app/.git/stage-runner',
  agent: 'claude',
  checks: [
    { check: 'format', status: 'not_run', display: '', lines: [] },
    {
      check: 'lint',
      source: 'settings',
      status: 'failed',
      display: 'a | b',
      exitCode: null,
      lines: ['needs a shell'],
    },
    { check: 'test', source: 'detected', display: 'npm test', argvs: [{ argv: ['npm', 'test'], env: {} }] },
  ],
};

const good: SetupFacts = {
  trusted: true,
  git: { version: '2.39.5' },
  launcher: { file: '/ext/dist/launcher.js' },
  node: '20.20.0',
  host: { platform: 'linux x64', remote: '' },
  folders: [folder],
  agents: [claude, codex],
  settingProblems: [],
};

function listed(facts: SetupFacts): string {
  return setupItems(facts, english)
    .map(({ state, title, detail, fix }) => `${state} ${title} | ${detail}${fix ? ` -> ${fix.do}` : ''}`)
    .join('\n');
}

describe('doctor', () => {
  it('lists problems first, then notes, then what is well', () => {
    assert.equal(
      listed(good),
      `problem app: the lint command cannot be run | a | b · needs a shell -> setCheck
note app: no format command | The check is shown as “not run”, never as passed. Set stageRunner.checks.format. -> setCheck
ok git 2.39.5 | Runs are kept beside the repository.
ok Launcher with Node 20.20.0 | /ext/dist/launcher.js
ok Terminals on this computer: linux x64 | Agents run where the files are, started by the launcher and by no shell.
ok app: steps are run by Claude Code | Writes after you trust the folder. -> showAgent
ok app: test with “npm test” | Found in the project’s build files. -> setCheck
ok Agent Claude Code: installed | 2.1. Writes after you trust the folder. You granted it its answer folder. -> showAgent
ok Agent Codex: not installed | "codex" was not found. -> chooseOther`,
    );
  });

  it('says what is missing on a bare machine, and what to do about each', () => {
    const bare: SetupFacts = {
      ...good,
      git: { problem: 'spawn git ENOENT' },
      launcher: { problem: 'launcher.js is not there' },
      folders: [],
      agents: [],
      settingProblems: ['"x" should be an object.'],
    };
    assert.equal(
      listed(bare),
      `problem git does not answer | spawn git ENOENT -> installGit
problem The launcher cannot be started | launcher.js is not there -> reinstall
problem A setting is not understood | "x" should be an object. -> openAgents
note No folder is open | Plans and checks are looked for in workspace folders. -> openFolder
ok Terminals on this computer: linux x64 | Agents run where the files are, started by the launcher and by no shell.`,
    );
  });

  it('says in one row why nothing is asked in Restricted Mode', () => {
    const { launcher, node, host, settingProblems } = good;
    assert.equal(
      listed({
        launcher,
        node,
        host,
        settingProblems,
        git: undefined,
        trusted: false,
        folders: [],
        agents: [],
      }),
      `problem Restricted Mode | Plans are shown; running, answering and writing need a trusted workspace. No program is started here, so git, agents and checks are not looked at. -> trust
ok Launcher with Node 20.20.0 | /ext/dist/launcher.js
ok Terminals on this computer: linux x64 | Agents run where the files are, started by the launcher and by no shell.`,
    );
  });

  it('says where agents run when that is not this computer', () => {
    const lines = listed({ ...good, host: { platform: 'linux arm64', remote: 'ssh-remote' } });
    assert.match(lines, /^ok Terminals on the remote machine \(ssh-remote\): linux arm64 \|/m);
  });

  const folders: [change: Partial<FolderFacts>, says: string][] = [
    [{ agent: '' }, 'note app: no agent is chosen | You are asked at the first run. -> chooseAgent'],
    [
      { agent: 'codex' },
      'problem app: the agent “codex” cannot be started | "codex" was not found. -> chooseAgent',
    ],
    [
      { agent: 'mine' },
      'problem app: the agent “mine” cannot be started | No profile has this id; see the settings stageRunner.agent and stageRunner.agents. -> chooseAgent',
    ],
    [
      { noRepository: 'not a git repository' },
      'note app: no git repository | Runs are kept in the editor’s storage instead, and are lost with it. -> initRepository',
    ],
    [
      { notWritable: 'EACCES' },
      'problem app: runs cannot be recorded | /w/app/.git/stage-runner: EACCES -> openTerminal',
    ],
  ];
  for (const [change, says] of folders)
    it(`says: ${says.split(' |')[0] ?? ''}`, () => {
      const lines = listed({ ...good, folders: [{ ...folder, checks: [], ...change }] }).split('\n');
      assert(lines.includes(says), lines.join('\n'));
    });
});
