/**
 * Files that git would not give back as they are on the disk: a filter leaves something out of what is committed (the
 * outputs of a notebook), or line ends are made the same. A safety checkpoint holds their bytes besides.
 */
import { createHash } from 'node:crypto';
import { createReadStream, lstatSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shownPath, type Difference, type TreeEntry } from '../../core/checkpoints/restorePlan';
import { errorCode } from '../runner/files';
import type { GitCommand, GitRequest } from './gitCommand';
import { refusalOf } from './gitRefusal';
import type { BytePath } from './snapshotScan';
import type { CapturedTree, Refused } from './snapshotTree';

/**
 * Holds the bytes of those files that a restore would change or delete and no checkout would bring back.
 * @returns the commit whose tree has these files alone; nothing where there are none
 */
export async function holdExactBytes(
  git: GitCommand,
  present: CapturedTree,
  apply: readonly Difference[],
): Promise<{ readonly exact?: string } | Refused> {
  const { top } = present.repository;
  const files = apply.flatMap(({ path, now }) => (now?.mode.startsWith('100') ? [{ path, ...now }] : []));
  const converted: typeof files = [];
  for (const file of files) {
    const name = await blobName(onDisk(top, file.path), file.sha);
    if (name !== undefined && name !== file.sha) converted.push(file);
  }
  if (converted.length === 0) return {};
  const folder = await mkdtemp(join(tmpdir(), 'stage-runner-'));
  try {
    const given = join(folder, 'given');
    await mkdir(given);
    // Where a filter fails there is no file: its bytes are held too.
    await git({
      folder: top,
      args: ['checkout-index', '--quiet', '-z', '--stdin', `--prefix=${given}/`],
      input: Buffer.from(converted.map(({ path }) => `${path}\0`).join(''), 'latin1'),
      index: present.index,
    });
    const lost: typeof files = [];
    for (const file of converted) {
      const [back, here] = [
        await blobName(onDisk(given, file.path), file.sha),
        await blobName(onDisk(top, file.path), file.sha),
      ];
      if (back !== here) lost.push(file);
    }
    return lost.length === 0 ? {} : await commitBytes(git, top, folder, lost);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The files that are in the checkpoint's tree as they are now, and yet have other bytes on the disk than it holds
 * besides: a restore was cut short before it wrote those, or what has changed is left out of what is committed.
 * @param tree the checkpoint's
 * @param differing paths that differ between the trees
 */
export async function exactDifferences(
  git: GitCommand,
  { repository: { top } }: CapturedTree,
  { tree, exact }: { readonly tree: string; readonly exact: string },
  differing: ReadonlySet<BytePath>,
): Promise<readonly Difference[] | Refused> {
  const listed = await filesOf(git, top, exact);
  if ('refused' in listed) return listed;
  const others: BytePath[] = [];
  for (const [path, { sha }] of listed.files)
    if (!differing.has(path) && (await blobName(onDisk(top, path), sha)) !== sha) others.push(path);
  if (others.length === 0) return [];
  const same = await filesOf(git, top, tree);
  if ('refused' in same) return same;
  return others.flatMap((path) => {
    const entry = same.files.get(path);
    return entry ? [{ path, now: entry, then: entry }] : [];
  });
}

/** Gives the files that a restore has just written the bytes that the checkpoint holds besides. */
export async function writeExactBytes(
  git: GitCommand,
  { repository: { top }, index }: CapturedTree,
  exact: string,
  apply: readonly Difference[],
): Promise<Refused | undefined> {
  const listed = await filesOf(git, top, exact);
  if ('refused' in listed) return listed;
  const written = new Map(apply.flatMap(({ path, then }) => (then ? [[path, then] as const] : [])));
  const info: string[] = [];
  for (const [path, { sha }] of listed.files) {
    const then = written.get(path);
    if (then === undefined) continue;
    const blob = await git({ folder: top, args: ['cat-file', 'blob', sha] });
    if (blob.code !== 0)
      return { refused: refusalOf(blob, top, `read the exact bytes of ${shownPath(path)}`) };
    await writeFile(onDisk(top, path), blob.stdout);
    info.push(`${then.mode} ${then.sha}\t${path}\0`);
  }
  // An entry without size and times: git takes another size for a change, unless it has to look at the content.
  const input = Buffer.from(info.join(''), 'latin1');
  const told = await git({ folder: top, args: ['update-index', '-z', '--index-info'], input, index });
  return told.code === 0 ? undefined : { refused: refusalOf(told, top, 'look at the exact bytes') };
}

/** The regular files of a tree or commit, as git has them. */
async function filesOf(
  git: GitCommand,
  top: string,
  tree: string,
): Promise<{ readonly files: ReadonlyMap<BytePath, TreeEntry> } | Refused> {
  const listed = await git({ folder: top, args: ['ls-tree', '-r', '-z', '--full-tree', tree] });
  if (listed.code !== 0) return { refused: refusalOf(listed, top, 'read the exact bytes') };
  const files = new Map<BytePath, TreeEntry>();
  for (const line of listed.stdout.toString('latin1').split('\0')) {
    const [, mode = '', sha = '', path = ''] = /^(100\d+) blob ([0-9a-f]+)\t([^]*)$/.exec(line) ?? [];
    if (path !== '') files.set(path, { mode, sha });
  }
  return { files };
}

async function commitBytes(
  git: GitCommand,
  top: string,
  folder: string,
  files: readonly { readonly path: BytePath; readonly mode: string }[],
): Promise<{ readonly exact: string } | Refused> {
  // Under plain names, because git reads the list of names line by line.
  const copies = files.map((_, number) => join(folder, String(number)));
  for (const [number, { path }] of files.entries())
    await copyFile(onDisk(top, path), copies[number] ?? folder);
  const run = async (request: Omit<GitRequest, 'folder'>): Promise<string | Refused> => {
    const answer = await git({ folder: top, ...request });
    return answer.code === 0
      ? answer.stdout.toString().trim()
      : { refused: refusalOf(answer, top, 'hold the exact bytes') };
  };
  const hash = ['hash-object', '-w', '--no-filters', '--stdin-paths'];
  const names = await run({ args: hash, input: `${copies.join('\n')}\n` });
  if (typeof names !== 'string') return names;
  const blobs = names.split('\n');
  const info = files.map(({ path, mode }, number) => `${mode} ${blobs[number] ?? ''}\t${path}\0`);
  const index = join(folder, 'index');
  const input = Buffer.from(info.join(''), 'latin1');
  const added = await run({ args: ['update-index', '--add', '-z', '--index-info'], input, index });
  if (typeof added !== 'string') return added;
  const tree = await run({ args: ['write-tree'], index });
  if (typeof tree !== 'string') return tree;
  const message = 'Stage Runner: bytes that git does not give back\n';
  const commit = await run({ args: ['commit-tree', '--no-gpg-sign', tree], input: message });
  return typeof commit === 'string' ? { exact: commit } : commit;
}

/** Bytes; up to here a file is read synchronously, for the same reason as in `statusOf`. */
const AT_ONCE = 1 << 20;

/** The name that git would give the bytes of a file as they are; `undefined` where no file can be read. */
async function blobName(file: Buffer, like: string): Promise<string | undefined> {
  try {
    const status = lstatSync(file);
    if (!status.isFile()) return undefined;
    const hash = createHash(like.length === 40 ? 'sha1' : 'sha256').update(`blob ${status.size}\0`);
    if (status.size <= AT_ONCE) hash.update(readFileSync(file));
    else for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}

function onDisk(folder: string, path: BytePath): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(path, 'latin1')]);
}
