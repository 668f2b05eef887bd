/** What the store is given by this shell: settings, trust, git, journals. Parsers and git load when they are first needed. */
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { WatchRule } from '../core/formats/format';
import type { CommitLog } from '../node/plans/commitLog';
import { errorText, logError } from './errorText';
import { showScanProgress } from './scanProgress';
import type { PlanReader, StoreParts } from './store';

export function storeParts(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): StoreParts {
  return {
    reader: planReaders(log, keptDigests(context)),
    showProgress: showScanProgress,
    trusted: () => vscode.workspace.isTrusted,
    async dataFolder(folder) {
      const { dataFolder } = await import('../node/git');
      const found = await dataFolder(folder, (context.storageUri ?? context.globalStorageUri).fsPath);
      if (found.problem !== undefined) log.info(`${found.problem} Its runs are kept in ${found.path}.`);
      return found.path;
    },
    async openRunStore(dataFolder) {
      const { RunStore } = await import('../node/runner/runStore');
      const { loadKey } = await import('../node/runner/seal');
      // Shared by all windows of this editor, and outside of every workspace: out of reach of a confined agent.
      const keyFile = join(context.globalStorageUri.fsPath, 'answers.key');
      const store = new RunStore(dataFolder, { key: () => loadKey(keyFile) });
      await store.open();
      return store;
    },
    async isDriven(store, run) {
      const { currentOwner } = await import('../node/runner/owner');
      const { isAlive } = await import('../node/processes/identity');
      const owner = await currentOwner(join(store.dataFolder, 'runs', run));
      return owner !== undefined && owner.closed !== true && (await isAlive(owner));
    },
    async statusLog(dataFolder) {
      const { loadStatusLog } = await import('../node/statusLog');
      const { changes, damaged } = await loadStatusLog(dataFolder);
      if (damaged.length > 0)
        log.warn(`${dataFolder}: status.jsonl cannot be read at lines ${damaged.join(', ')}.`);
      return changes;
    },
    report(error) {
      logError(log, error);
      void vscode.window.showErrorMessage(
        vscode.l10n.t('Stage Runner could not read the plans or runs: {0}', errorText(error)),
      );
    },
  };
}

/** Gives the same reader, with what it has read, for as long as folders, settings and trust stay the same. */
function planReaders(log: vscode.LogOutputChannel, kept: string | undefined): () => Promise<PlanReader> {
  let last: { readonly of: ReturnType<typeof whereToSearch>; readonly reader: PlanReader } | undefined;
  return async () => {
    const of = whereToSearch();
    if (last === undefined || !isDeepStrictEqual(last.of, of))
      last = { of, reader: await planReader(of, log, kept) };
    return last.reader;
  };
}

function whereToSearch() {
  const settings = vscode.workspace.getConfiguration('stageRunner.plans');
  return {
    folders: (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
    include: settings.get<string[]>('include', []),
    exclude: settings.get<string[]>('exclude', []),
    trusted: vscode.workspace.isTrusted,
    settings: formatSettings(),
  };
}

/** What a person's own settings say to formats: a workspace must not say when a plan counts as approved. */
function formatSettings(): ReadonlyMap<string, string> {
  const seen = vscode.workspace.getConfiguration('stageRunner').inspect<string>(APPROVAL_PATTERN);
  return new Map(seen?.globalValue ? [[APPROVAL_PATTERN, seen.globalValue]] : []);
}

/** As the format names it, whose code is not loaded for a name. */
const APPROVAL_PATTERN = 'okstra.approvalPattern';

async function planReader(
  { folders, include, exclude, trusted, settings }: ReturnType<typeof whereToSearch>,
  log: vscode.LogOutputChannel,
  kept: string | undefined,
): Promise<PlanReader> {
  const { PlanScanner } = await import('../node/plans/scanner');
  const { watchTargets } = await import('../node/plans/watch');
  const commits = trusted ? await commitLog() : undefined;
  const isIgnored = trusted
    ? (paths: readonly string[]) => ignored(folders, paths, log)
    : () => Promise.resolve(new Set<string>());
  const scanner = new PlanScanner({
    folders,
    include,
    exclude,
    isIgnored,
    settings,
    commits: (folder) =>
      commits?.of(folder) ?? Promise.resolve(vscode.l10n.t('in Restricted Mode no git is asked')),
    ...(kept !== undefined && {
      keep: {
        file: kept,
        report: (message) => {
          log.info(message);
        },
      },
    }),
  });
  return {
    scan: (options) => scanner.scan(options),
    changed: (paths) => scanner.changed(paths),
    open: (plan, archive) => scanner.open(plan, archive),
    get roots() {
      return scanner.roots;
    },
    get problems() {
      return scanner.problems;
    },
    watchTargets: () => [...scanner.plans.flatMap(watchTargets), ...(commits?.logs ?? []).map(fileToWatch)],
  };
}

/** Only this workspace's: each window looks at its own plans alone. Without a workspace there is nothing to keep. */
function keptDigests({ storageUri }: vscode.ExtensionContext): string | undefined {
  return storageUri && join(storageUri.fsPath, 'plan-digests');
}

async function commitLog(): Promise<CommitLog> {
  const { CommitLog } = await import('../node/plans/commitLog');
  const { gitCommand } = await import('../node/checkpoints/gitCommand');
  return new CommitLog(gitCommand);
}

function fileToWatch(file: string): WatchRule {
  return { folder: dirname(file), pattern: basename(file) };
}

/** Asks git of each workspace folder about its own paths. Where git cannot answer, nothing is ignored. */
async function ignored(
  folders: readonly string[],
  paths: readonly string[],
  log: vscode.LogOutputChannel,
): Promise<ReadonlySet<string>> {
  const { ignoredPaths } = await import('../node/git');
  const { isWithin } = await import('../core/isWithin');
  const found = new Set<string>();
  for (const folder of folders) {
    const inside = paths.filter((path) => isWithin(folder, path));
    const answer = await ignoredPaths(folder, inside);
    if ('problem' in answer) log.info(answer.problem);
    else for (const path of answer.value) found.add(path);
  }
  return found;
}
