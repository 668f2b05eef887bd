/** Waiting for what another window does. */
import type { RunStore } from './runStore';

/**
 * Looks whenever requests or runs changed, until it is so or the patience (milliseconds) is over.
 * @returns whether it is so
 */
export function untilSo(
  store: Pick<RunStore, 'requestsChanged' | 'onDidChange'>,
  isSo: () => Promise<boolean>,
  patience: number,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const listening: (() => void)[] = [];
    const end = (): void => {
      clearTimeout(timer);
      for (const stop of listening) stop();
    };
    const failed = (error: unknown): void => {
      end();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const over = (so: boolean): void => {
      end();
      resolve(so);
    };
    const look = (): void => {
      isSo().then((so) => {
        if (so) over(true);
      }, failed);
    };
    const timer = setTimeout(() => {
      isSo().then(over, failed);
    }, patience);
    listening.push(store.requestsChanged.add(look), store.onDidChange(look));
    look();
  });
}
