import assert from 'node:assert/strict';
import { withoutEditor } from '../../../../src/node/processes/environment';

describe('what is inherited from the editor', () => {
  for (const [name, platform, env, kept] of [
    ['what is not the editor’s', 'linux', { PATH: '/bin', LANG: 'C', EMPTY: '' }, 'PATH LANG EMPTY'],
    ['no socket of the editor', 'linux', { VSCODE_GIT_IPC_HANDLE: '/run/x.sock', HOME: '/h' }, 'HOME'],
    ['nothing that makes Electron a Node', 'linux', { ELECTRON_RUN_AS_NODE: '1', HOME: '/h' }, 'HOME'],
    [
      'another name that only looks alike',
      'linux',
      { vscode_pid: '1', MY_VSCODE_X: '1' },
      'vscode_pid MY_VSCODE_X',
    ],
    [
      'names in any case on Windows',
      'win32',
      { vscode_pid: '1', Electron_Run_As_Node: '1', Path: 'C:' },
      'Path',
    ],
    [
      'a person’s own GIT_ASKPASS and GIT_EDITOR',
      'linux',
      { GIT_ASKPASS: 'a', GIT_EDITOR: 'e' },
      'GIT_ASKPASS GIT_EDITOR',
    ],
    [
      'no programs that ask the editor for credentials',
      'linux',
      { GIT_ASKPASS: 'a', VSCODE_GIT_ASKPASS_MAIN: 'm', GIT_EDITOR: 'e' },
      'GIT_EDITOR',
    ],
    ['no programs that open the editor', 'win32', { Git_Editor: 'e', VSCODE_GIT_EDITOR_MAIN: 'm' }, ''],
  ] as const) {
    it(name, () => {
      assert.equal(Object.keys(withoutEditor(env, platform)).join(' '), kept);
    });
  }

  it('keeps values as they are', () => {
    assert.deepEqual(withoutEditor({ A: 'b=c', GONE: undefined }, 'linux'), { A: 'b=c', GONE: undefined });
  });
});
