/** A controllable agent: the test waits for its next start, looks at it, tells it what to do and when to leave. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import * as path from 'node:path';
import { createInterface, type Interface } from 'node:readline';

interface Hello {
  readonly pid: number;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly electron: string | null;
  /** The variable of the editor that the test sets. */
  readonly editor: string | null;
}

/** One started agent. */
export class StartedAgent {
  constructor(
    private readonly socket: Socket,
    private readonly lines: Interface,
    readonly hello: Hello,
  ) {}

  write(file: string, text: string): Promise<unknown> {
    return this.tell({ command: 'write', file, text });
  }

  rename(from: string, to: string): Promise<unknown> {
    return this.tell({ command: 'rename', from, to });
  }

  print(text: string): Promise<unknown> {
    return this.tell({ command: 'print', text });
  }

  /** Resolves with all of standard input once that is ended. */
  readStdin(): Promise<unknown> {
    return this.tell({ command: 'readStdin' });
  }

  /** From now on it ignores every signal but SIGKILL. */
  beDeaf(): Promise<unknown> {
    return this.tell({ command: 'beDeaf' });
  }

  /** Starts a child that ignores every signal but SIGKILL, and gives its pid. */
  async startDeafChild(): Promise<number> {
    return Number(await this.tell({ command: 'startDeafChild' }));
  }

  /** As `startDeafChild`, for a process that has left the tree: a session of its own, and its parent is gone. */
  async startDaemon(): Promise<number> {
    return Number(await this.tell({ command: 'startDaemon' }));
  }

  /** Leaves; resolves when the connection is gone. */
  async exit(code = 0): Promise<void> {
    this.socket.write(`${JSON.stringify({ command: 'exit', code })}\n`);
    await this.gone();
  }

  async gone(): Promise<void> {
    if (!this.socket.closed) await once(this.socket, 'close');
  }

  private async tell(command: object): Promise<unknown> {
    const answer = once(this.lines, 'line') as Promise<[string]>;
    this.socket.write(`${JSON.stringify(command)}\n`);
    return (JSON.parse((await answer)[0]) as { done: unknown }).done;
  }
}

/** Where agents report; `argv` starts one. */
export class FakeAgent {
  private readonly server = createServer();
  private readonly started: StartedAgent[] = [];
  private readonly waiting: ((agent: StartedAgent) => void)[] = [];
  private readonly sockets: Socket[] = [];

  private constructor(private readonly address: string) {
    this.server.on('connection', (socket) => {
      this.sockets.push(socket);
      // A killed agent resets its connection; `gone` tells.
      socket.on('error', () => undefined);
      const lines = createInterface(socket);
      lines.once('line', (line) => {
        const agent = new StartedAgent(socket, lines, JSON.parse(line) as Hello);
        const next = this.waiting.shift();
        if (next) next(agent);
        else this.started.push(agent);
      });
    });
  }

  static async listen(folder: string): Promise<FakeAgent> {
    const address =
      process.platform === 'win32'
        ? `\\\\.\\pipe\\${path.basename(folder)}`
        : path.join(folder, 'agent.sock');
    const fake = new FakeAgent(address);
    fake.server.listen(address);
    await once(fake.server, 'listening');
    return fake;
  }

  argv(...args: readonly string[]): readonly string[] {
    return [process.execPath, path.join(__dirname, 'fakeAgentProgram.mjs'), this.address, ...args];
  }

  /** The next start that no test has looked at yet. */
  next(): Promise<StartedAgent> {
    const agent = this.started.shift();
    return agent ? Promise.resolve(agent) : new Promise((resolve) => this.waiting.push(resolve));
  }

  /** How many started that nobody looked at. */
  get unseen(): number {
    return this.started.length;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}
