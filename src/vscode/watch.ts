/**
 * Notices changed plan files: a watcher of its own, not recursive, for each folder that a format names, one filter a workspace
 * folder on the watching that VS Code does anyway, for deeper folders and for what appears elsewhere, and on Linux one for each
 * folder that appeared. Events are hints and come in storms (a checkout, a formatter), so they are gathered before anybody reads.
 */
import { stat } from 'node:fs/promises';
import { sep } from 'node:path';
import * as vscode from 'vscode';
import type { WatchRule } from '../core/formats/format';
import { NewFolders } from '../node/plans/newFolders';
import { errorCode } from '../node/runner/files';

const CHANGES_GATHER_MS = 200;
/** A search looks everywhere, so it is worth waiting until a storm has passed. */
const SEARCH_GATHER_MS = 1000;
/** Of more new paths than this one is a folder, most likely. */
const LOOKED_AT = 200;

export interface PlanWatchPorts {
  /** Absolute paths of files and folders that are a plan's or may hold one, each once. */
  changed(paths: readonly string[]): void;
  /** So much appeared that everything has to be looked at. */
  search(): void;
  /** A folder is not watched; what is in it is still read on demand. */
  failed(problem: string): void;
}

export class PlanWatch implements vscode.Disposable {
  private readonly watchers = new Map<string, vscode.Disposable>();
  private roots: readonly string[] = [];
  private readonly changes = new Gathered(CHANGES_GATHER_MS, (paths) => {
    void this.tellChanged(paths);
  });
  private readonly appeared = new Gathered(SEARCH_GATHER_MS, (paths) => {
    void this.searchIfNeeded(paths);
  });
  private readonly missed = new Gathered(SEARCH_GATHER_MS, () => {
    this.ports.search();
  });

  private readonly newFolders: NewFolders;

  constructor(private readonly ports: PlanWatchPorts) {
    this.newFolders = new NewFolders(
      (path) => {
        (this.isInPlan(path) ? this.changes : this.appeared).add(path);
      },
      (problem) => {
        ports.failed(problem);
      },
    );
  }

  /**
   * Watches these absolute folders, the workspace's folders, and nothing else; what is watched stays as it is.
   * @param roots absolute folders of the plans: whatever happens in them is told
   */
  watch(rules: readonly WatchRule[], roots: readonly string[]): void {
    this.roots = roots;
    const wanted = new Map<string, () => vscode.Disposable>();
    for (const rule of rules) wanted.set(JSON.stringify(rule), () => this.planWatcher(rule));
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      wanted.set(uri.fsPath, () => this.workspaceWatcher(uri));
    }
    for (const [key, watcher] of this.watchers) {
      if (wanted.has(key)) continue;
      watcher.dispose();
      this.watchers.delete(key);
    }
    for (const [key, make] of wanted) if (!this.watchers.has(key)) this.watchers.set(key, make());
  }

  dispose(): void {
    const own = [this.changes, this.appeared, this.missed, this.newFolders];
    for (const one of [...this.watchers.values(), ...own]) one.dispose();
  }

  private planWatcher({ folder, pattern }: WatchRule): vscode.Disposable {
    const relative = new vscode.RelativePattern(vscode.Uri.file(folder), pattern);
    const watcher = vscode.workspace.createFileSystemWatcher(relative);
    const noticed = ({ fsPath }: vscode.Uri): void => {
      this.changes.add(fsPath);
    };
    watcher.onDidCreate(noticed);
    watcher.onDidChange(noticed);
    watcher.onDidDelete(noticed);
    // A watcher does not tell when it begins to watch, so what was missed meanwhile is found by a second search.
    this.missed.add(folder);
    return watcher;
  }

  /**
   * The watching that VS Code does anyway, as deep as plans go. A folder that comes or goes as a whole has one event for
   * all that is in it.
   */
  private workspaceWatcher(folder: vscode.Uri): vscode.Disposable {
    const everything = new vscode.RelativePattern(folder, '**');
    const watcher = vscode.workspace.createFileSystemWatcher(everything);
    watcher.onDidCreate(({ fsPath }) => {
      (this.isInPlan(fsPath) ? this.changes : this.appeared).add(fsPath);
    });
    watcher.onDidChange(({ fsPath }) => {
      if (this.isInPlan(fsPath)) this.changes.add(fsPath);
    });
    watcher.onDidDelete(({ fsPath }) => {
      if (this.isInPlan(fsPath) || this.roots.some((root) => root.startsWith(fsPath + sep)))
        this.changes.add(fsPath);
    });
    return watcher;
  }

  private isInPlan(path: string): boolean {
    return this.roots.some((root) => path === root || path.startsWith(root + sep));
  }

  private async tellChanged(paths: readonly string[]): Promise<void> {
    await this.watchNew(paths);
    this.ports.changed(paths);
  }

  /** Before anybody reads them, so that no change falls between the reading and the watching. */
  private async watchNew(paths: readonly string[]): Promise<void> {
    if (process.platform === 'linux') await this.newFolders.look(paths);
  }

  private async searchIfNeeded(paths: readonly string[]): Promise<void> {
    const searched = await whereSearched(paths);
    await this.watchNew(searched);
    if (searched.length > LOOKED_AT) {
      this.ports.search();
      return;
    }
    const held = await Promise.all(searched.map(mayHoldPlan));
    const needed = searched.filter((_, index) => held[index]);
    if (needed.length > 0) this.ports.changed(needed);
  }
}

/** Paths that are told together, some time after the first of them. */
class Gathered {
  private readonly paths = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly waitMs: number,
    private readonly tell: (paths: readonly string[]) => void,
  ) {}

  add(path: string): void {
    this.paths.add(path);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const paths = [...this.paths];
      this.paths.clear();
      this.tell(paths);
    }, this.waitMs);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }
}

/** The files of agents' attempts, of git and of installers come by the thousand and hold no plan. */
async function whereSearched(paths: readonly string[]): Promise<string[]> {
  const { searchedPaths } = await import('../node/plans/searched');
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  const exclude = vscode.workspace.getConfiguration('stageRunner.plans').get<string[]>('exclude', []);
  return searchedPaths(paths, folders, exclude);
}

/** A folder may hold plans, and a text may be the first of one. */
async function mayHoldPlan(path: string): Promise<boolean> {
  if (/\.(?:md|txt|json)$/.test(path)) return true;
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    // Gone again, or not ours to read: then there is nothing to find.
    if (errorCode(error) !== undefined) return false;
    throw error;
  }
}
