import type { L10n } from '../../../src/vscode/words';

/** Stands in for VS Code's translator: fills in the arguments and translates nothing. */
export const english: L10n = {
  t: (message: string | { readonly message: string }, ...args: unknown[]): string =>
    (typeof message === 'string' ? message : message.message).replace(/\{(\d+)\}/g, (_, index: string) =>
      String(args[Number(index)]),
    ),
};
