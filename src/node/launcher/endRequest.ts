/** The ways in which the launcher is asked to end its agent. */
import { type EndRecord, readRecords } from './records';
import { watchFolders } from './watch';

export interface EndRequest {
  /** Resolves with why, when somebody asks for the end. */
  readonly reason: Promise<Exclude<EndRecord['reason'], 'exited' | 'not_started'>>;
  close(): void;
}

/** How often `stop.json` is looked for where the system's events fail. */
const POLL = 500;

/**
 * Listens to `stop.json` and to signals. SIGHUP and SIGTERM mean that the terminal goes. Ctrl+C reaches an interactive
 * agent without us, since it shares our process group; a headless one has its own, so there it means stop.
 */
export function endRequested(folder: string, mode: 'interactive' | 'headless'): EndRequest {
  const watch = watchFolders([folder]);
  let open = true;
  const reason = new Promise<Awaited<EndRequest['reason']>>((resolve, reject) => {
    for (const signal of ['SIGHUP', 'SIGTERM'] as const) {
      process.on(signal, () => {
        resolve('terminal_closed');
      });
    }
    process.on('SIGINT', () => {
      if (mode === 'headless') resolve('stopped');
    });
    // A closed terminal refuses what we print; the records matter, not the words.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
    const look = async (): Promise<void> => {
      while (open) {
        const { stop } = await readRecords(folder);
        if (stop) {
          resolve(stop.reason);
          return;
        }
        await watch.next(POLL);
      }
    };
    look().catch(reject);
  });
  return {
    reason,
    close() {
      open = false;
      watch.close();
    },
  };
}
