/** Where a command of the CLI writes. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
}
