// The program that the launcher starts in tests: it reports to the test over a socket and does as it is told.
//   node fakeAgentProgram.mjs <socket> [arguments that the test looks at]
import { spawn } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const DEAF = `for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(s, () => {}); setInterval(() => {}, 1000); console.log('up');`;
/** Starts DEAF in a session of its own, says its pid once it is up, and leaves it without a parent. */
const LEAVE = `const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(DEAF)}],
  { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
child.stdout.once('data', () => { console.log(child.pid); process.exit(); });`;
const socket = connect(process.argv[2]);
const tell = (message) => socket.write(`${JSON.stringify(message)}\n`);

const commands = {
  write: ({ file, text }) => writeFileSync(file, text),
  rename: ({ from, to }) => renameSync(from, to),
  print: ({ text }) => process.stdout.write(text),
  readStdin: async () => {
    let text = '';
    for await (const chunk of process.stdin) text += chunk;
    return text;
  },
  beDeaf: () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
  },
  startDeafChild: () =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ['-e', DEAF], { stdio: ['ignore', 'pipe', 'ignore'] });
      child.stdout.once('data', () => resolve(child.pid));
    }),
  startDaemon: () =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ['-e', LEAVE], {
        detached: true,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let pid = '';
      child.stdout.on('data', (data) => (pid += data));
      child.once('close', () => resolve(Number(pid)));
    }),
  exit: ({ code }) => process.exit(code),
};

createInterface(socket).on('line', async (line) => {
  const { command, ...args } = JSON.parse(line);
  tell({ done: (await commands[command](args)) ?? null });
});
const { pid, cwd, env } = process;
tell({
  pid,
  args: process.argv.slice(3),
  cwd: cwd(),
  electron: env.ELECTRON_RUN_AS_NODE ?? null,
  editor: env.VSCODE_IPC_HOOK ?? null,
  tty: process.stdin.isTTY ?? false,
});
