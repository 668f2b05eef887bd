/** Waiting for what a person does with one of the editor's quick inputs. */
import type * as vscode from 'vscode';

/**
 * Shows an input until `begin` calls its argument, the input is hidden or `closed` is aborted; then it is gone.
 * @returns what `begin` gave; `undefined` where the input was closed before
 */
export async function untilClosed<T>(
  input: vscode.QuickInput,
  closed: AbortSignal,
  begin: (done: (value: T) => void) => void,
): Promise<T | undefined> {
  const gone = new AbortController();
  try {
    return await new Promise<T | undefined>((resolve) => {
      closed.addEventListener(
        'abort',
        () => {
          resolve(undefined);
        },
        { signal: gone.signal },
      );
      input.onDidHide(() => {
        resolve(undefined);
      });
      begin(resolve);
      if (closed.aborted) resolve(undefined);
      else input.show();
    });
  } finally {
    gone.abort();
    input.dispose();
  }
}
