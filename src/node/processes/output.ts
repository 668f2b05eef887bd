/** Reading what a process prints. */
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';

/** Takes a piece; when it gives a promise, the next piece waits for it. */
export type Take = (bytes: Buffer) => Promise<void> | undefined;

/** Hands on all that a stream brings; resolves when it is closed. Something else may hold it open for ever. */
export function drain(stream: Readable, take: Take): Promise<void> {
  stream.on('data', (bytes: Buffer) => {
    const written = take(bytes);
    if (written === undefined) return;
    stream.pause();
    void written.then(() => stream.resume());
  });
  // A pipe that fails is closed as well, and what came before stands.
  stream.on('error', () => undefined);
  return new Promise((resolve) => {
    stream.once('close', resolve);
  });
}

/** A background process may keep the output open after the command itself ended; this long its output is awaited. */
const OUTPUT_GRACE_MS = 2000;

/** Waits for the output's end, but not for a background process that holds it open: then it is let go of. */
export async function outputEnd({ stdout, stderr }: ChildProcess, drained: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, OUTPUT_GRACE_MS);
  });
  await Promise.race([drained, grace]);
  clearTimeout(timer);
  for (const stream of [stdout, stderr]) stream?.destroy();
}
