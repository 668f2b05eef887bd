/** What persons want of runs while they are driven: written down where the run is driven, whatever window they are in. */
import { JOURNAL_VERSION } from '../../core/events';
import type { Run } from '../../core/run';
import type { Host } from '../host';
import { childrenOf } from './children';
import { entrantOf, type Ownership } from './ownership';
import { gone, notActive, notTaken, type Refused } from './refusals';
import type { LeftRequest, Request, Wish } from './requestFiles';
import type { RunStore } from './runStore';
import { untilSo } from './untilSo';

export interface RequestsParts {
  readonly store: RunStore;
  readonly host: Host;
  readonly ownership: Ownership;
  /** Whether this process drives the run. */
  readonly drives: (id: string) => boolean;
  /** Stops a run that this process drives. */
  readonly stop: (id: string, by: string) => Promise<unknown>;
}

type Told = { readonly run: string } | Refused;

/** Milliseconds that the driving window has to take a request, and to stop what it drives. */
const PATIENCE_MS = 10_000;
const STOPPING_MS = 60_000;
/** Whoever asked has given up long before, and was told so. */
const STALE_MS = 60_000;

export class Requests {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: RequestsParts) {}

  /**
   * Writes down what a person wants of a stage's run: to come to rest after the batch, to leave a step out, whose run is
   * stopped, or to commit one now, which is taken of a run at rest too. Where another window drives the run, that window
   * does so.
   */
  async tell(id: string, wish: Wish, patience = PATIENCE_MS): Promise<Told> {
    const { drives, store, ownership } = this.parts;
    if (drives(id)) return this.write(id, wish);
    const run = await store.reread(id);
    if (run === undefined) return { refused: gone(id) };
    if (!mayBeTold(run, wish)) return { refused: notActive(run) };
    const hold = await ownership.take(entrantOf(run));
    if (!hold) return this.ask(run, wish, patience);
    await ownership.orGiveUp(hold, () => this.append(id, wish));
    await ownership.give(hold, false);
    return { run: id };
  }

  /** Asks the window that drives a run; resolves when it has done so, or has not taken the request. */
  async ask(run: Run, request: Request, patience = PATIENCE_MS): Promise<Told> {
    const { store, host } = this.parts;
    const asked = await store.requests.leave(run.id, request, host.now().toISOString());
    const isTaken = async (): Promise<boolean> => !(await store.requests.isThere(run.id, asked));
    await untilSo(store, isTaken, patience);
    if (await store.requests.remove(run.id, asked)) return { refused: notTaken(run.id) };
    const isDone = async (): Promise<boolean> => this.isDone(await store.reread(run.id), request, asked);
    const done = await untilSo(store, isDone, request.type === 'stop' ? STOPPING_MS : patience);
    return done ? { run: run.id } : { refused: notTaken(run.id) };
  }

  /** Sees to the requests of other windows for a run that this one drives, one after the other. */
  take(id: string): Promise<void> {
    const turn = this.last.then(() => this.takeAll(id));
    this.last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  private async takeAll(id: string): Promise<void> {
    const { store, drives } = this.parts;
    for (const left of await store.requests.of(id)) {
      if (!drives(id)) return;
      if (!('request' in left)) await this.note(id);
      else if (!this.isStale(left)) await this.see(id, left);
      await store.requests.remove(id, left.id);
    }
  }

  private async see(id: string, { id: asked, request }: LeftRequest): Promise<void> {
    const { store, stop, host } = this.parts;
    if (request.type === 'stop') {
      // Taken: whoever asked waits for the run's end from now on.
      await store.requests.remove(id, asked);
      stop(id, request.by).catch((error: unknown) => {
        host.problem?.(error instanceof Error ? error : new Error(String(error)));
      });
    } else if (!this.isWritten(id, asked)) await this.write(id, { ...request, request: asked });
  }

  private async write(id: string, wish: Wish): Promise<Told> {
    const { store, drives, stop } = this.parts;
    await this.append(id, wish);
    if (wish.type === 'step_skipped') {
      const ofStep = childrenOf(store, id).filter(({ header }) => header.step.key === wish.step);
      const active = ofStep.filter((child) => child.phase === 'active' && drives(child.id));
      await Promise.all(active.map((child) => stop(child.id, wish.by)));
    }
    return { run: id };
  }

  private async append(
    id: string,
    event: Wish | { readonly type: 'note'; readonly text: string },
  ): Promise<void> {
    const { store, host } = this.parts;
    const stamped = { schema_version: JOURNAL_VERSION, at: host.now().toISOString(), ...event };
    host.runChanged(await store.append(id, stamped));
  }

  private note(id: string): Promise<void> {
    const text = 'A request was found that no window of this editor made; it does not count.';
    return this.append(id, { type: 'note', text });
  }

  private isStale({ at }: LeftRequest): boolean {
    return !(this.parts.host.now().getTime() - Date.parse(at) <= STALE_MS);
  }

  private isDone(run: Run | undefined, { type }: Request, asked: string): boolean {
    if (type === 'stop') return run?.phase !== 'active';
    return run !== undefined && this.isWritten(run.id, asked);
  }

  private isWritten(id: string, asked: string): boolean {
    return this.parts.store.events(id).some((event) => 'request' in event && event.request === asked);
  }
}

/** A run that has ended takes no wish, and one at rest only what counts when it goes on. */
function mayBeTold({ phase, readOnly }: Run, { type }: Wish): boolean {
  return !readOnly && (phase === 'active' || (phase === 'stopped' && type === 'commit_asked'));
}
