/**
 * What a window asks of the one that drives a run: a file for each request, sealed as answers are, that the driving window
 * takes away once it has seen to it.
 */
import { randomUUID } from 'node:crypto';
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { JOURNAL_VERSION, type RunEvent } from '../../core/events';
import { readObject, type Fields } from '../../core/jsonObject';
import { createWhole, errorCode, namesIn, readIfThere } from './files';
import { isSealedText, sealOfText, type LoadKey } from './seal';

type WishType = 'stop_asked' | 'step_skipped' | 'commit_asked';

/** What a person wants of a stage's run, as its journal has it. */
export type Wish = {
  [Type in WishType]: Omit<Extract<RunEvent, { type: Type }>, 'schema_version' | 'at'>;
}[WishType];

/** The same, or that a run be stopped at once. */
export type Request = Wish | { readonly type: 'stop'; readonly by: string };

/** A request as it lies there. */
export interface LeftRequest {
  readonly id: string;
  readonly request: Request;
  /** ISO 8601 UTC. */
  readonly at: string;
}

export class RequestFiles {
  constructor(
    readonly folder: string,
    private readonly key: LoadKey,
  ) {}

  /** Gives the id of the request. */
  async leave(run: string, request: Request, at: string): Promise<string> {
    const id = randomUUID();
    const said = { schema_version: JOURNAL_VERSION, run, id, request, at };
    const seal = sealOfText(await this.key(), textOf(run, { id, request, at }));
    await createWhole(this.file(run, id), `${JSON.stringify({ ...said, seal })}\n`);
    return id;
  }

  /** Those for a run; one that no window of this editor made has only its id. */
  async of(run: string): Promise<readonly (LeftRequest | { readonly id: string })[]> {
    const names = (await namesIn(this.folder)).filter((name) => name.startsWith(`${run}.`));
    const ids = names.flatMap((name) => /\.([\w-]{1,64})\.json$/.exec(name)?.[1] ?? []);
    const found = await Promise.all(ids.map((id) => this.read(run, id)));
    return found.filter((one) => one !== undefined);
  }

  /** Whether it was there. */
  async remove(run: string, id: string): Promise<boolean> {
    try {
      await unlink(this.file(run, id));
      return true;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    }
  }

  isThere(run: string, id: string): Promise<boolean> {
    return readIfThere(this.file(run, id)).then((text) => text !== undefined);
  }

  private async read(run: string, id: string): Promise<LeftRequest | { readonly id: string } | undefined> {
    const text = await readIfThere(this.file(run, id));
    if (text === undefined) return undefined;
    const read = readObject(text);
    const left = 'fields' in read ? requestIn(id, read.fields) : undefined;
    const seal = 'fields' in read ? read.fields['seal'] : undefined;
    const isOurs =
      left && typeof seal === 'string' && isSealedText(await this.key(), textOf(run, left), seal);
    return isOurs ? left : { id };
  }

  private file(run: string, id: string): string {
    if (!/^[\w-]+$/.test(run) || !/^[\w-]+$/.test(id)) throw new Error(`"${run}.${id}" is no request`);
    return join(this.folder, `${run}.${id}.json`);
  }
}

/** All that a request says: what its seal is over. */
function textOf(run: string, { id, request, at }: LeftRequest): string {
  return JSON.stringify(['request', run, id, Object.entries(request).sort(), at]);
}

function requestIn(id: string, { request, at }: Fields): LeftRequest | undefined {
  if (typeof at !== 'string' || typeof request !== 'object' || request === null) return undefined;
  const { type, by, step, reason } = request as Fields;
  if (typeof by !== 'string') return undefined;
  if (type === 'stop' || type === 'stop_asked') return { id, request: { type, by }, at };
  if (typeof step !== 'string') return undefined;
  if (type === 'commit_asked') return { id, request: { type, step, by }, at };
  if (type !== 'step_skipped' || typeof reason !== 'string') return undefined;
  return { id, request: { type, step, reason, by }, at };
}
