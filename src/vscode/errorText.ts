/** Thrown values, for people and for the log. */
import type { LogOutputChannel } from 'vscode';

/** What a thrown value says, for a message to a person. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Writes a thrown value to the log, with its stack where it has one. */
export function logError(log: LogOutputChannel, error: unknown): void {
  log.error(error instanceof Error ? error : String(error));
}
