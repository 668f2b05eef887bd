import type { L10n } from '../../../src/vscode/words';

/** Stands in for VS Code's translator: fills in the arguments and translates nothing. */
export const english: L10n = {
  t: (message: string | object, ...args: unknown[]): string =>
    String(message).replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)])),
};
