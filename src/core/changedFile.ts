/** A path that differs between two states of a repository. */
export interface ChangedFile {
  /** Relative to the top folder of the repository, `/`-separated. */
  readonly path: string;
  /** Lines; absent for a file that is no text. */
  readonly added?: number;
  readonly deleted?: number;
}
