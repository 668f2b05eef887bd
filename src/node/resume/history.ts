/** How HEAD stands to the commit of a checkpoint: moved on, rewritten and how, or lost (runr.md 12.6). */
import type { HistoryRelation, Rewrite } from '../../core/resume/facts';
import { fields, type Questions } from './questions';

/** No more commits than these are compared on each side; a longer history counts as not found again. */
const MOST_COMMITS = 200;
/** No more states than these are looked at for a squash. */
const MOST_STATES = 30;

interface Commit {
  readonly sha: string;
  readonly parents: string;
  /** Name, address and time, which a rewrite keeps. */
  readonly author: string;
}

/** @returns `undefined` when the repository does not have the commit */
export async function historySince(ask: Questions, then: string): Promise<HistoryRelation | undefined> {
  if ((await ask.maybe(['cat-file', '-e', `${then}^{commit}`])) === undefined) return undefined;
  const head = (await ask.maybe(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']))?.trim();
  if (head === then) return { kind: 'same' };
  if (head === undefined) {
    const commits = Number(await ask.text(['rev-list', '--count', then]));
    return { kind: 'rewritten', how: 'lost', commits, found: 0 };
  }
  if (await ask.yes(['merge-base', '--is-ancestor', then, head])) return forward(ask, then, head);
  return rewritten(ask, then, head);
}

async function forward(ask: Questions, then: string, head: string): Promise<HistoryRelation> {
  const range = `${then}..${head}`;
  const commits = Number(await ask.text(['rev-list', '--count', range]));
  const subjects = await ask.text(['log', '-z', '--max-count=5', '--format=%s', range]);
  const shortstat = await ask.text(['diff-tree', '-r', '--shortstat', then, head]);
  return { kind: 'forward', commits, subjects: fields(subjects), shortstat: shortstat.trim() };
}

async function rewritten(ask: Questions, then: string, head: string): Promise<HistoryRelation> {
  const old = await commitsOf(ask, `${head}..${then}`);
  const fresh = await commitsOf(ask, `${then}..${head}`);
  const found = await foundAgain(ask, old, fresh);
  const how = await rewriteOf(ask, { then, head, old, fresh, found });
  return { kind: 'rewritten', how, commits: old.length, found };
}

interface Sides {
  readonly then: string;
  readonly head: string;
  /** Newest first: what HEAD does not have, and what only HEAD has. */
  readonly old: readonly Commit[];
  readonly fresh: readonly Commit[];
  readonly found: number;
}

async function rewriteOf(ask: Questions, sides: Sides): Promise<Rewrite> {
  const { then, head, old, fresh, found } = sides;
  if (fresh.length === 0) return 'moved_back';
  const kept = (await ask.text(['for-each-ref', '--contains', then, 'refs/heads', 'refs/remotes'])) !== '';
  const tip = old[0];
  const replaced = fresh.some(({ parents, author }) => parents === tip?.parents && author === tip.author);
  if (replaced && !kept) return 'amended';
  if (found === old.length) return kept ? 'cherry_picked' : 'rebased';
  const [oldTree, newTree] = (await ask.text(['rev-parse', `${then}^{tree}`, `${head}^{tree}`])).split('\n');
  if (oldTree === newTree) return fresh.length < old.length ? 'squashed' : 'same_tree';
  return (await isContained(ask, sides)) ? 'squashed' : 'lost';
}

async function commitsOf(ask: Questions, range: string): Promise<Commit[]> {
  const format = '--format=%H%n%P%n%an <%ae> %at';
  const text = await ask.text(['log', '-z', `--max-count=${MOST_COMMITS}`, format, range]);
  return fields(text).map((entry) => {
    const [sha = '', parents = '', author = ''] = entry.split('\n');
    return { sha, parents, author };
  });
}

/** How many of the old commits make a change that a fresh one makes too. A merge and an empty commit make none. */
async function foundAgain(ask: Questions, old: readonly Commit[], fresh: readonly Commit[]): Promise<number> {
  const oldIds = await patchIds(ask, old);
  const freshIds = new Set((await patchIds(ask, fresh)).values());
  return old.filter(({ sha }) => {
    const id = oldIds.get(sha);
    return id === undefined || freshIds.has(id);
  }).length;
}

/** Patch id by commit: the same for the same change wherever it is applied. */
async function patchIds(ask: Questions, commits: readonly Commit[]): Promise<ReadonlyMap<string, string>> {
  const shas = commits.map(({ sha }) => `${sha}\n`).join('');
  const plain = ['--no-ext-diff', '--no-textconv', '--no-color', '--full-index', '--binary'];
  const patches = await ask.text(['diff-tree', '--stdin', '--root', '-r', '-p', ...plain], shas);
  const lines = (await ask.text(['patch-id', '--stable'], patches)).trim().split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [id, sha] = line.split(' ');
      return id !== undefined && sha !== undefined ? [[sha, id] as const] : [];
    }),
  );
}

/** Whether some state of the fresh history has everything that the old commits changed as they left it. */
async function isContained(ask: Questions, { then, head, fresh }: Sides): Promise<boolean> {
  const base = (await ask.maybe(['merge-base', then, head]))?.trim();
  if (base === undefined) return false;
  const names = async (from: string, to: string) =>
    fields(await ask.text(['diff-tree', '-r', '-z', '--name-only', from, to]));
  const touched = new Set(await names(base, then));
  for (const { sha } of fresh.slice(0, MOST_STATES))
    if (!(await names(then, sha)).some((path) => touched.has(path))) return true;
  return false;
}
