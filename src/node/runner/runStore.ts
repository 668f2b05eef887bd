/** The runs and gates of one data folder, as the disk has them: read, watched, and appended to. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunEvent } from '../../core/events';
import type { Gate, GateAnswer } from '../../core/gateRecord';
import type { Restore } from '../../core/checkpoints/restoreHistory';
import { byStart, type JournalFold, type Run, type UnreadableRun } from '../../core/run';
import { makeDataFolder } from '../dataFolder';
import { awaitAnswer, type SetAside } from './awaitAnswer';
import { errorCode } from './files';
import { GateFiles, type Answered, type Said } from './gateFiles';
import { appendEvent, readJournal, type JournalRead } from './journal';
import { Listeners } from './listeners';
import { Present } from './present';
import { RequestFiles } from './requestFiles';
import type { LoadKey } from './seal';
import { watchFolder } from './watchFolder';

/** File events come in bursts: one write may be several. */
const SETTLE_MS = 50;

export class RunStore {
  private readonly journals = new Map<string, JournalRead>();
  private readonly changed = new Listeners<string>();
  /** Told when files of gates changed: an answer may be there. */
  readonly gatesChanged = new Listeners<undefined>();
  /** Told when a restore began or ended. */
  readonly restoresChanged = new Listeners<undefined>();
  /** Told when requests of windows came or went. */
  readonly requestsChanged = new Listeners<undefined>();
  readonly requests: RequestFiles;
  private readonly gates: GateFiles;
  private readonly present: Present;
  private readonly watchers: (() => void)[] = [];
  private readonly unread = new Set<string>();
  private readonly failed = new Map<string, string>();
  /** Why changes by other windows are not noticed by themselves; `undefined` while they are. */
  watchProblem: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private last: Promise<unknown> = Promise.resolve();

  /**
   * @param dataFolder absolute; made by `open`, with `runs/` and `gates/` in it
   * @param seal `key`: what answers and requests are sealed with, the same for all windows; one sealed with another does
   * not count
   */
  constructor(
    readonly dataFolder: string,
    { key }: { readonly key: LoadKey },
  ) {
    this.gates = new GateFiles(join(dataFolder, 'gates'), key);
    this.requests = new RequestFiles(join(dataFolder, 'requests'), key);
    this.present = new Present(dataFolder);
  }

  /** Reads every run and begins to watch. Call once, before anything else. */
  async open(): Promise<void> {
    await makeDataFolder(this.dataFolder);
    for (const folder of [this.runsFolder, this.gates.folder, this.requests.folder])
      await mkdir(folder, { recursive: true });
    this.watch(this.runsFolder, (name) => {
      this.noticed(name);
    });
    this.watch(this.gates.folder, (name) => {
      if (name === null || name.endsWith('.answer.json')) this.gatesChanged.tell(undefined);
    });
    this.watch(this.requests.folder, () => {
      this.requestsChanged.tell(undefined);
    });
    this.watch(this.dataFolder, (name) => {
      if (name === null || name === 'restores.jsonl') this.restoresNoticed();
    });
    await this.refresh();
  }

  /** Every readable run, oldest first, as it counts now: what a restore took back is left out of it. */
  runs(): readonly Run[] {
    return byStart([...this.journals.values()].flatMap(({ fold }) => this.present.of(fold).run ?? []));
  }

  /** The runs of which a restore took everything back, oldest first, as they were written. */
  cutRuns(): readonly Run[] {
    const cut = [...this.journals.values()].filter(({ fold }) => this.present.of(fold).run === undefined);
    return byStart(cut.flatMap(({ fold }) => fold.run ?? []));
  }

  run(id: string): Run | undefined {
    return this.now(id)?.run;
  }

  /** The readable events of a run in order, those that count now; empty for a run that is not there. */
  events(id: string): readonly RunEvent[] {
    return this.now(id)?.events ?? [];
  }

  /** What a person reads of a run: as it counts now, or as it was written where a restore took all of it back. */
  shown(id: string): JournalFold | undefined {
    const now = this.now(id);
    return now?.run ? now : this.journals.get(id)?.fold;
  }

  /** The restore of a folder's worktree that is under way or was cut short: no run may begin or go on meanwhile. */
  unfinishedRestore(folder: string): Promise<Restore | undefined> {
    return this.present.unfinished(folder);
  }

  /** Journals without a readable beginning, and those that could not be read the last time (their last good state stays). */
  unreadable(): readonly UnreadableRun[] {
    const headless = [...this.journals.values()].flatMap(({ fold }) =>
      fold.run || fold.lines === 0
        ? []
        : [{ file: fold.file, unreadable: fold.damaged[0]?.reason ?? 'no run_started event' }],
    );
    const failed = [...this.failed].map(([id, unreadable]) => ({ file: this.journalFile(id), unreadable }));
    return [...headless, ...failed, ...this.present.unreadable];
  }

  /** Looks at the disk again; of journals only what was appended since is read. */
  async refresh(): Promise<void> {
    await this.inTurn(() => this.present.read());
    const names = await readdir(this.runsFolder);
    const ids = names
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => name.slice(0, -'.jsonl'.length));
    for (const id of new Set([...this.journals.keys(), ...ids])) await this.inTurn(() => this.read(id));
    this.gatesChanged.tell(undefined);
  }

  /** Looks at one journal again and gives its run; `undefined` when it is not there. */
  async reread(id: string): Promise<Run | undefined> {
    await this.inTurn(() => this.read(id));
    return this.run(id);
  }

  /** Appends an event and gives the run with it. Resolves when the event is on the disk. */
  append(id: string, event: RunEvent): Promise<Run> {
    return this.inTurn(async () => {
      await appendEvent(this.journalFile(id), event, this.dataFolder);
      await this.readOn(id);
      const run = this.run(id);
      if (run === undefined) throw new Error(`The journal of run ${id} does not begin with run_started`);
      return run;
    });
  }

  /** Calls the listener with a run's id whenever its journal grew, appeared or went away; returns how to end that. */
  onDidChange(listener: (run: string) => void): () => void {
    return this.changed.add(listener);
  }

  openGate(gate: Gate): Promise<void> {
    return this.gates.open(gate);
  }

  /** Records an answer; of several, in whatever windows, the first one counts. */
  async answerGate(gateId: string, said: Said): Promise<Answered> {
    const answered = await this.gates.answer(gateId, said);
    this.gatesChanged.tell(undefined);
    return answered;
  }

  /** The recorded answer of a gate, whether or not a run has taken notice of it. */
  answerOf(gate: Gate): Promise<GateAnswer | undefined> {
    return this.gates.readAnswer(gate);
  }

  readDraft(gateId: string): Promise<string> {
    return this.gates.readDraft(gateId);
  }

  writeDraft(gateId: string, text: string): Promise<void> {
    return this.gates.writeDraft(gateId, text);
  }

  /** As `awaitAnswer` says. */
  waitForAnswer(gate: Gate, signal: AbortSignal, setAside: SetAside): Promise<GateAnswer | undefined> {
    return awaitAnswer({ gates: this.gates, changed: this.gatesChanged }, gate, signal, setAside);
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const endWatching of this.watchers) endWatching();
  }

  private now(id: string): JournalFold | undefined {
    const read = this.journals.get(id);
    return read && this.present.of(read.fold);
  }

  private get runsFolder(): string {
    return join(this.dataFolder, 'runs');
  }

  private journalFile(id: string): string {
    return join(this.runsFolder, `${id}.jsonl`);
  }

  private async read(id: string): Promise<void> {
    try {
      await this.readOn(id);
      this.failed.delete(id);
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      this.failed.set(id, error instanceof Error ? error.message : String(error));
      this.changed.tell(id);
    }
  }

  private async readOn(id: string): Promise<void> {
    const before = this.journals.get(id);
    const now = await readJournal(this.journalFile(id), before);
    if (now === before) return;
    // A copy under another name would have two files tell of one run, and a foreign id lead out of the runs' folder.
    if (now?.fold.run && now.fold.run.id !== id)
      throw Object.assign(new Error(`It tells of run "${now.fold.run.id}", whose journal it is not.`), {
        code: 'EINVAL',
      });
    if (now?.fold.run) await this.present.know(now.fold.run.header.folder);
    if (now) this.journals.set(id, now);
    else this.journals.delete(id);
    this.changed.tell(id);
  }

  private watch(folder: string, notice: (name: string | null) => void): void {
    const failed = (problem: string): void => {
      this.watchProblem = problem;
    };
    this.watchers.push(watchFolder(folder, notice, failed));
  }

  private noticed(name: string | null): void {
    const id = name?.endsWith('.jsonl') ? name.slice(0, -'.jsonl'.length) : undefined;
    if (id === undefined) return;
    this.unread.add(id);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const ids = [...this.unread];
      this.unread.clear();
      for (const one of ids) void this.inTurn(() => this.read(one));
    }, SETTLE_MS);
  }

  /** A restore takes back, or gives back, what any of the runs did. */
  private restoresNoticed(): void {
    void this.inTurn(async () => {
      await this.present.read();
      for (const id of this.journals.keys()) this.changed.tell(id);
      this.restoresChanged.tell(undefined);
    });
  }

  /** One file operation after the other, so that an event is never folded twice. A failed one fails only its caller. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work, work);
    this.last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }
}
