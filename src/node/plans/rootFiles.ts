/** What was read of one plan's files, by path, size and modification time; what was last good outlives a failed read. */
import { sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Digested, FileText, PlanFormat } from '../../core/formats/format';
import { fileProblem, type Problem } from '../../core/problem';
import type { KeptDigests } from './keptDigests';
import { errorCode, isAbsent, isSystemError, type FileState, type PlanFiles } from './planFiles';
import { behindLink, readPlanFile, type ReadFile } from './readPlanFile';

/** `known`: trust what is there; `check`: look whether the file changed; `again`: read in any case. */
export type Freshness = 'known' | 'check' | 'again';

export interface RootFilesParts {
  readonly root: string;
  /** The real path of the workspace folder. */
  readonly boundary: string;
  readonly format: Pick<PlanFormat, 'id' | 'digest'>;
  readonly files: PlanFiles;
  /** Digests of an earlier window. */
  readonly kept: () => KeptDigests | undefined;
}

/** A file as last looked at. After a failed look no size matches, so that the next one reads. */
interface Seen extends FileState {
  /** Whether there was anything in it when it was last good. */
  readonly filled: boolean;
  readonly problem?: Problem;
}

export class RootFiles {
  /** By name relative to the root. */
  readonly texts = new Map<string, FileText>();
  readonly digests = new Map<string, Digested<unknown>>();
  /** Files of which a new digest was made since the last time this was set to 0. */
  digested = 0;
  private readonly seen = new Map<string, Seen>();
  private readonly failed = new Map<string, Problem>();

  constructor(private readonly parts: RootFilesParts) {}

  /** What went wrong while reading, by name: `read-failed`, `file-empty`, `file-not-utf8`, `file-not-text`, `file-line-ends`, `file-too-large`, `link-outside`. */
  get failures(): ReadonlyMap<string, Problem> {
    return this.failed;
  }

  /** Size and time of the files that were read, by name. */
  get states(): ReadonlyMap<string, FileState> {
    return this.seen;
  }

  has(name: string): boolean {
    return this.seen.has(name);
  }

  /**
   * Takes in a file. Never throws for what a file can do: that is a problem.
   * @param linked whether it lies behind a link, which is then followed anew, and only inside the workspace folder
   * @returns whether anything is another than before
   */
  take(name: string, freshness: Freshness, linked: boolean): boolean {
    const before = this.seen.get(name);
    const good = before?.problem === undefined ? before : undefined;
    if (good !== undefined && freshness === 'known') return false;
    // As `join` would have it, which takes longer than looking at the file.
    const file = `${this.parts.root}${sep}${sep === '/' ? name : name.replaceAll('/', sep)}`;
    try {
      const path = linked ? behindLink(file, this.parts.boundary, this.parts.files) : file;
      if (typeof path !== 'string') return this.fail(name, path);
      if (good !== undefined && freshness === 'check' && this.isSame(path, good)) return false;
      if (before === undefined && this.takeKept(name, file, path)) return true;
      const read = readPlanFile(path, file, this.takesDigest(name), this.parts.files);
      if (!('size' in read)) return this.fail(name, read);
      if (read.text.text === '' && before?.filled) return this.fail(name, emptied(file));
      return this.keep(name, read);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return this.fail(name, fileProblem('read-failed', 'warning', file, this.failedMessage(name, error)));
    }
  }

  /** Forgets every file but these; whether there was one. */
  keepOnly(names: ReadonlySet<string>): boolean {
    const gone = [...this.seen.keys()].filter((name) => !names.has(name));
    for (const name of gone)
      for (const kept of [this.seen, this.texts, this.digests, this.failed]) kept.delete(name);
    return gone.length > 0;
  }

  private takesDigest(name: string): boolean {
    return this.parts.format.digest?.takes(name) === true;
  }

  private isSame(path: string, { size, mtimeMs }: FileState): boolean {
    const state = this.parts.files.state(path);
    return state?.size === size && state.mtimeMs === mtimeMs;
  }

  /** A digest of an earlier window, where the file is as it was then. */
  private takeKept(name: string, file: string, path: string): boolean {
    const { format, files } = this.parts;
    const kept = this.parts.kept();
    if (kept === undefined || format.digest === undefined || !this.takesDigest(name)) return false;
    if (!kept.has(file)) return false;
    const state = files.state(path);
    const digest = state && kept.digest(file, format.id, format.digest.version, state);
    if (state === undefined || digest === undefined) return false;
    this.digests.set(name, { digest, modified: state.mtimeMs });
    this.seen.set(name, { size: state.size, mtimeMs: state.mtimeMs, filled: state.size > 0 });
    return true;
  }

  private keep(name: string, { size, text }: ReadFile): boolean {
    this.seen.set(name, { size, mtimeMs: text.modified, filled: size > 0 });
    const failedBefore = this.failed.delete(name);
    const { digest } = this.parts.format;
    if (digest === undefined || !this.takesDigest(name)) {
      const before = this.texts.get(name);
      if (before?.text === text.text && before.modified === text.modified) return failedBefore;
      this.texts.set(name, text);
      return true;
    }
    const now: Digested<unknown> = { digest: detached(digest.of(name, text)), modified: text.modified };
    const before = this.digests.get(name);
    if (before !== undefined && isDeepStrictEqual(before, now)) return failedBefore;
    this.digests.set(name, now);
    this.digested += 1;
    return true;
  }

  /** What was last good stays, with the problem. */
  private fail(name: string, problem: Problem): boolean {
    const before = this.failed.get(name);
    this.failed.set(name, problem);
    const filled = this.seen.get(name)?.filled ?? false;
    this.seen.set(name, { size: -1, mtimeMs: -1, filled, problem });
    return before?.message !== problem.message;
  }

  private failedMessage(name: string, error: unknown): string {
    const known = this.texts.has(name) || this.digests.has(name);
    const shown = known ? 'what was last read is shown' : 'nothing is known of it';
    return `This file cannot be read (${errorCode(error)}); ${shown}. ${adviceFor(name, error)}`;
  }
}

/** What is listed and not there has a name that reading it as UTF-8 changed, or went in between. */
function adviceFor(name: string, error: unknown): string {
  if (!isAbsent(error)) return 'Check its permissions.';
  return name.includes('\uFFFD')
    ? 'Its name is not valid UTF-8: rename it.'
    : 'It was there a moment ago: refresh the map.';
}

/** The same value without the file's text, which a piece that was cut out of it would keep in memory as a whole. */
function detached(digest: unknown): unknown {
  return JSON.parse(JSON.stringify(digest ?? null));
}

function emptied(file: string): Problem {
  const message = 'This file is empty now; what was last read is shown, in case it is being written.';
  return fileProblem('file-empty', 'warning', file, message);
}
