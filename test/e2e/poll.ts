import { setTimeout as delay } from 'node:timers/promises';

/** Reads a value again and again until it is as wanted; rejects with `message(last value)` when the time is over. */
export async function poll<T>(
  read: () => Promise<T>,
  wanted: (value: T) => boolean,
  timeoutMs: number,
  message: (last: T) => string,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    if (Date.now() > end) throw new Error(`${message(value)} (waited ${timeoutMs / 1000} s)`);
    await delay(100);
  }
}
