/** A real terminal without an editor: tmux, of whose screen a test sees what a person would, and presses their keys. */
import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { TerminalPort, TerminalRequest } from '../../src/node/host';
import type { Dialog } from './clis';

const run = promisify(execFile);

/** How often the screen is looked at. */
const LOOK = 250;
/** Looks until the same question gets its keys again: one that is just being drawn may miss them. */
const AGAIN = 8;

export class TmuxTerminals implements TerminalPort {
  /** What the screen showed last. */
  screen = '';
  private timer: NodeJS.Timeout | undefined;
  private answered: Dialog | undefined;
  private looks = 0;

  constructor(
    /** A folder for its socket, so that nothing is left outside it. */
    private readonly folder: string,
    /** The whole environment: nothing is inherited. */
    private readonly env: Readonly<Record<string, string>>,
    private readonly dialogs: readonly Dialog[],
  ) {}

  async open(request: TerminalRequest): Promise<void> {
    const env = Object.entries({ ...this.env, ...request.env }).map(([name, value]) => `${name}=${value}`);
    // tmux runs several arguments as they are, without a shell.
    await this.tmux(
      'new-session',
      '-d',
      '-x',
      '110',
      '-y',
      '40',
      '-c',
      request.cwd,
      'env',
      '-i',
      ...env,
      ...request.argv,
    );
    this.timer = setInterval(() => void this.look(), LOOK);
  }

  /** Closes the terminal as a person does, if it is still there. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.tmux('kill-server').catch(noServer);
  }

  /** Presses a key for the launcher that stays to be read, and resolves when the terminal is gone. */
  async leave(): Promise<void> {
    while ((await this.tmux('has-session').catch(noServer)) !== GONE) {
      await this.tmux('send-keys', 'q').catch(noServer);
      await sleep(LOOK);
    }
  }

  private async look(): Promise<void> {
    const { stdout } = await this.tmux('capture-pane', '-p').catch(noServer);
    if (stdout.trim() === '') return;
    this.screen = stdout;
    const dialog = this.dialogs.find(({ see }) => see.test(stdout));
    this.looks = dialog === this.answered ? this.looks + 1 : 0;
    this.answered = dialog;
    if (dialog && this.looks % AGAIN === 0) {
      await this.tmux('send-keys', ...dialog.keys).catch(noServer);
    }
  }

  private tmux(...args: readonly string[]): Promise<{ stdout: string }> {
    return run('tmux', ['-f', '/dev/null', '-S', path.join(this.folder, 'tmux.sock'), ...args]);
  }
}

const GONE = { stdout: '' };

/** tmux leaves with its last terminal, which may be at any time. */
function noServer(error: unknown): typeof GONE {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  if (/no server|server exited|no current|can't find|error connecting|lost server/.test(text)) return GONE;
  throw error;
}
