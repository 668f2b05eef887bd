/** What the launcher itself says in its terminal. */

const ESCAPE = 0x1b;

/** One line of ours, apart from what the agent prints. A terminal left in raw mode needs the carriage return. */
export function say(text: string): void {
  const end = process.stderr.isTTY ? '\r\n' : '\n';
  process.stderr.write(`${end}[Stage Runner] ${text}${end}`);
}

/**
 * After an agent's screen was ended from outside: main screen, cursor, no mouse reports, no bracketed paste, plain text.
 * Leaving the other screen takes the cursor to where it was saved; saved here first (ESC 7), it stays under the output of
 * an agent that never left the main screen.
 */
export function resetTerminal(): void {
  if (process.stdout.isTTY) {
    process.stdout.write(
      '\u001b7\u001b[?1049l\u001b[?25h\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1006l\u001b[?2004l\u001b[<u\u001b[0m',
    );
  }
}

/**
 * Resolves when a person who reads the terminal presses a key, or when the terminal goes: the editor takes a terminal
 * away with its process, and what the agent did could not be read any more. At once where nobody can press a key.
 */
export async function keptOpen(): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return;
  say('This terminal stays for you to read. Press any key to close it.');
  process.stdin.setRawMode(true).resume();
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGHUP', 'SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
    for (const event of ['end', 'error'] as const) process.stdin.once(event, () => resolve());
    process.stdin.on('data', (key: Buffer) => {
      // A terminal's late answer to what the agent asked it is no key.
      if (key[0] !== ESCAPE || key.length === 1) resolve();
    });
  });
}
