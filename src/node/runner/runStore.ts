/** The runs and gates of one data folder, as the disk has them: read, watched, and appended to. */
import { watch, type FSWatcher } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Gate, GateAnswer, RunEvent } from '../../core/events';
import type { Run, UnreadableRun } from '../../core/run';
import { makeDataFolder } from '../dataFolder';
import { errorCode } from './files';
import { GateFiles, type Answered, type Said } from './gateFiles';
import { appendEvent, readJournal, type JournalRead } from './journal';
import { Listeners } from './listeners';
import type { LoadKey } from './seal';

/** File events come in bursts: one write may be several. */
const SETTLE_MS = 50;

export class RunStore {
  private readonly journals = new Map<string, JournalRead>();
  private readonly changed = new Listeners<string>();
  private readonly gatesChanged = new Listeners<undefined>();
  private readonly gates: GateFiles;
  private readonly watchers: FSWatcher[] = [];
  private readonly unread = new Set<string>();
  private readonly failed = new Map<string, string>();
  /** Why changes by other windows are not noticed by themselves; `undefined` while they are. */
  watchProblem: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private last: Promise<unknown> = Promise.resolve();

  /**
   * @param dataFolder absolute; made by `open`, with `runs/` and `gates/` in it
   * @param seal `key`: what answers are sealed with, the same for all windows; one sealed with another does not count
   */
  constructor(
    readonly dataFolder: string,
    { key }: { readonly key: LoadKey },
  ) {
    this.gates = new GateFiles(join(dataFolder, 'gates'), key);
  }

  /** Reads every run and begins to watch. Call once, before anything else. */
  async open(): Promise<void> {
    await makeDataFolder(this.dataFolder);
    for (const folder of [this.runsFolder, this.gates.folder]) await mkdir(folder, { recursive: true });
    this.watch(this.runsFolder, (name) => {
      this.noticed(name);
    });
    this.watch(this.gates.folder, (name) => {
      if (name === null || name.endsWith('.answer.json')) this.gatesChanged.tell(undefined);
    });
    await this.refresh();
  }

  /** Every readable run, oldest first. */
  runs(): readonly Run[] {
    const runs = [...this.journals.values()].flatMap(({ fold }) => fold.run ?? []);
    return runs.sort((a, b) => (a.header.at < b.header.at ? -1 : a.header.at > b.header.at ? 1 : 0));
  }

  run(id: string): Run | undefined {
    return this.journals.get(id)?.fold.run;
  }

  /** The readable events of a run in order; empty for a run that is not there. */
  events(id: string): readonly RunEvent[] {
    return this.journals.get(id)?.fold.events ?? [];
  }

  /** Journals without a readable beginning, and those that could not be read the last time (their last good state stays). */
  unreadable(): readonly UnreadableRun[] {
    const headless = [...this.journals.values()].flatMap(({ fold }) =>
      fold.run || fold.lines === 0
        ? []
        : [{ file: fold.file, unreadable: fold.damaged[0]?.reason ?? 'no run_started event' }],
    );
    const failed = [...this.failed].map(([id, unreadable]) => ({ file: this.journalFile(id), unreadable }));
    return [...headless, ...failed];
  }

  /** Looks at the disk again; only what was appended since is read. */
  async refresh(): Promise<void> {
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
      await appendEvent(this.journalFile(id), event);
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

  /** Calls the listener when files of gates changed: an answer may be there. Returns how to end that. */
  onDidChangeGates(listener: () => void): () => void {
    return this.gatesChanged.add(listener);
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

  /**
   * Waits for a person's answer for as long as it takes; `undefined` when the signal ended the waiting.
   * @param setAside told the new name of a file that was in the answer's place and that no window of this editor wrote
   */
  waitForAnswer(
    gate: Gate,
    signal: AbortSignal,
    setAside: (name: string) => Promise<void>,
  ): Promise<GateAnswer | undefined> {
    return new Promise((resolve, reject) => {
      const done = (answer: GateAnswer | undefined): void => {
        stopListening();
        signal.removeEventListener('abort', aborted);
        resolve(answer);
      };
      const aborted = (): void => {
        done(undefined);
      };
      const take = async (): Promise<void> => {
        const taken = await this.gates.takeAnswer(gate);
        if (taken && 'setAside' in taken) await setAside(taken.setAside);
        else if (taken) done(taken.answer);
      };
      const look = (): void => {
        take().catch(reject);
      };
      const stopListening = this.gatesChanged.add(look);
      signal.addEventListener('abort', aborted);
      if (signal.aborted) aborted();
      else look();
    });
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const watcher of this.watchers) watcher.close();
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
    if (now) this.journals.set(id, now);
    else this.journals.delete(id);
    this.changed.tell(id);
  }

  /** Where the system allows no more watchers, everything is still read on demand; `watchProblem` says so. */
  private watch(folder: string, notice: (name: string | null) => void): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_kind, name) => {
        notice(name);
      });
      watcher.on('error', (error) => {
        this.watchProblem = `${folder} is no longer watched: ${error.message}`;
        watcher.close();
      });
      this.watchers.push(watcher);
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      this.watchProblem = `${folder} cannot be watched: ${String(error)}`;
    }
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
