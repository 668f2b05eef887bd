import assert from 'node:assert/strict';
import { readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { HEAD_BYTES, type CommitSubject } from '../../../../src/core/formats/format';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../../../src/node/plans/defaults';
import { DISK, type PlanFiles } from '../../../../src/node/plans/planFiles';
import { PlanScanner, type PlanScannerOptions } from '../../../../src/node/plans/scanner';
import { notesFormat, notesText } from './notesFormat';
import { Tree } from './tree';

let tree: Tree;
/** Names of the files of which a digest was made, in order. */
let made: string[];

function scannerOf(options: Partial<PlanScannerOptions> = {}): PlanScanner {
  return new PlanScanner({
    folders: [tree.path],
    include: DEFAULT_INCLUDE,
    exclude: DEFAULT_EXCLUDE,
    isIgnored: () => Promise.resolve(new Set()),
    formats: [notesFormat((name) => made.push(name))],
    ...options,
  });
}

async function start(files: Readonly<Record<string, string>>): Promise<void> {
  tree = await Tree.make(files);
  made = [];
}

const taken = (): string[] => made.splice(0).sort();

describe('PlanScanner: digests', () => {
  afterEach(() => tree.remove());

  it('are made of the first 64 KiB, never of half a character', async () => {
    await start({
      '.notes/a.md': 'short',
      '.notes/b.md': `x${'é'.repeat(HEAD_BYTES / 2)}`,
      '.notes/c.md': 'y'.repeat(HEAD_BYTES),
      '.notes/d.md': '',
    });
    assert.deepEqual(notesText(await scannerOf().scan()), [
      'a.md: short (5)',
      `b.md: ${'xéééééééééééééééééééé'.slice(0, 20)} (${HEAD_BYTES / 2}, cut)`,
      `c.md: ${'y'.repeat(20)} (${HEAD_BYTES})`,
      'd.md:  (0)',
    ]);
  });

  it('are made once, and again only of what changed; what did not is the same object', async () => {
    await start({ '.notes/a.md': 'one', '.notes/b.md': 'two', 'x/.notes/c.md': 'three' });
    const scanner = scannerOf();
    const before = await scanner.scan();
    assert.deepEqual(taken(), ['a.md', 'b.md', 'c.md']);
    assert.deepEqual(
      (await scanner.scan()).map((plan, index) => plan === before[index]),
      [true, true],
    );
    assert.deepEqual(taken(), []);
    await tree.write({ '.notes/b.md': 'other' });
    const { plans, changed } = await scanner.changed([tree.at('.notes/b.md')]);
    assert.deepEqual(taken(), ['b.md']);
    assert.deepEqual([changed, ...plans.map((plan, index) => plan === before[index])], [true, false, true]);
    assert.deepEqual(notesText(plans), ['a.md: one (3)', 'b.md: other (5)', 'c.md: three (5)']);
  });

  it('stay when the file is emptied while it is written, and say so', async () => {
    await start({ '.notes/a.md': 'one' });
    const scanner = scannerOf();
    await scanner.scan();
    await writeFile(tree.at('.notes/a.md'), '');
    const { plans } = await scanner.changed([tree.at('.notes/a.md')]);
    assert.deepEqual(notesText(plans), ['a.md: one (3)', '! file-empty']);
  });

  it('take in a storm of changes at once', async () => {
    const names = Array.from({ length: 300 }, (_, at) => `.notes/n${at}.md`);
    await start(Object.fromEntries(names.map((name) => [name, 'one'])));
    const listed: string[] = [];
    const entries: PlanFiles['entries'] = (folder) => (listed.push(folder), DISK.entries(folder));
    const scanner = scannerOf({ files: { ...DISK, entries } });
    await scanner.scan();
    [listed.length, made.length] = [0, 0];
    for (const name of names) await writeFile(tree.at(name), 'other');
    const { plans } = await scanner.changed(names.map((name) => tree.at(name)));
    assert.deepEqual([listed, taken().length], [[tree.at('.notes')], 300]);
    assert.equal(notesText(plans)[299], 'n99.md: other (5)');
  });

  it('are taken in from folders that came, moved and went', async () => {
    await start({ '.notes/a.md': 'one' });
    const scanner = scannerOf();
    await scanner.scan();
    const after = async (...names: string[]): Promise<string[]> =>
      notesText((await scanner.changed(names.map((name) => tree.at(name)))).plans);
    await tree.write({ 'pkg/deep/.notes/b.md': 'two' });
    assert.deepEqual(await after('pkg'), ['a.md: one (3)', 'b.md: two (3)']);
    await rename(tree.at('pkg'), tree.at('lib'));
    assert.deepEqual(await after('pkg', 'lib'), ['a.md: one (3)', 'b.md: two (3)']);
    await rm(tree.at('lib'), { recursive: true });
    assert.deepEqual(await after('lib/deep'), ['a.md: one (3)']);
  });

  it('never of a link that took the place of a file', async function () {
    if (process.platform === 'win32') return this.skip();
    await start({ 'w/.notes/a.md': 'one', 'secret.md': 'key' });
    const folders = [tree.at('w')];
    // The listing still says that it is a file.
    const entries = DISK.entries(tree.at('w/.notes'));
    await rm(tree.at('w/.notes/a.md'));
    await symlink(tree.at('secret.md'), tree.at('w/.notes/a.md'));
    const files: PlanFiles = {
      ...DISK,
      entries: (folder) => (folder === tree.at('w/.notes') ? entries : DISK.entries(folder)),
    };
    assert.deepEqual(notesText(await scannerOf({ folders, files }).scan()), ['! read-failed']);
  });
});

describe('PlanScanner: digests of an earlier window', () => {
  afterEach(() => tree.remove());

  const reports: string[] = [];
  const keepIn = (name: string): Partial<PlanScannerOptions> => ({
    keep: { file: tree.at(name), report: (message) => reports.push(message) },
  });
  const window = async (options: Partial<PlanScannerOptions>): Promise<string[]> => {
    const scanner = scannerOf(options);
    const plans = await scanner.scan();
    await scanner.settled();
    return notesText(plans);
  };

  it('serve where size and time are the same', async () => {
    await start({ '.notes/a.md': 'one', '.notes/b.md': 'two' });
    const shown = await window(keepIn('kept'));
    assert.deepEqual(taken(), ['a.md', 'b.md']);
    assert.deepEqual(await window(keepIn('kept')), shown);
    assert.deepEqual(taken(), []);
    await tree.write({ '.notes/b.md': 'other' });
    assert.deepEqual(await window(keepIn('kept')), ['a.md: one (3)', 'b.md: other (5)']);
    assert.deepEqual(taken(), ['b.md']);
  });

  for (const [what, damage] of [
    ['cut short', (text: string) => text.slice(0, -8)],
    ['of another schema', (text: string) => text.replace('"schema_version":1', '"schema_version":2')],
    ['of another version of the digest', (text: string) => text.replaceAll('\tnotes\t1\t', '\tnotes\t2\t')],
    ['damaged', (text: string) => text.replaceAll('{"first"', '{first')],
    ['no text', () => '\0\t\n\t\n\n'],
  ] as const) {
    it(`are made again where the file is ${what}`, async () => {
      await start({ '.notes/a.md': 'one' });
      const shown = await window(keepIn('kept'));
      const text = await readFile(tree.at('kept'), 'utf8');
      await writeFile(tree.at('kept'), damage(text));
      assert.notEqual(damage(text), text);
      assert.deepEqual(await window(keepIn('kept')), shown);
      assert.deepEqual(taken(), ['a.md', 'a.md']);
    });
  }

  it('are missed by nobody where they cannot be written', async () => {
    await start({ '.notes/a.md': 'one', kept: '' });
    assert.deepEqual(await window(keepIn('kept/below')), ['a.md: one (3)']);
    assert.match(reports.splice(0).join(), /^What was read of plans could not be kept/);
  });
});

describe('PlanScanner: what is asked for besides', () => {
  afterEach(() => tree.remove());

  const ARCHIVES = { '.notes/a.md': 'one', '.notes/old/v1/b.md': 'two', '.notes/old/v2/c.md': 'three' };

  it('reads an archive only when it is opened, and keeps it open', async () => {
    await start(ARCHIVES);
    const scanner = scannerOf();
    const [plan] = await scanner.scan();
    assert.deepEqual(taken(), ['a.md']);
    const { plans, changed } = await scanner.open(plan?.id ?? '', 'v2');
    assert.deepEqual([changed, taken()], [true, ['old/v2/c.md']]);
    assert.deepEqual(notesText(plans), ['a.md: one (3)', 'old/v2/c.md: three (5)']);
    assert.equal((await scanner.open(plan?.id ?? '', 'v2')).changed, false);
    await tree.write({ '.notes/old/v2/c.md': 'other' });
    assert.deepEqual(notesText(await scanner.scan())[1], 'old/v2/c.md: other (5)');
    assert.deepEqual(taken(), ['old/v2/c.md']);
  });

  it('opens every archive where it is told to', async () => {
    await start(ARCHIVES);
    await scannerOf({ openArchives: true }).scan();
    assert.deepEqual(taken(), ['a.md', 'old/v1/b.md', 'old/v2/c.md']);
  });

  it('asks for commits where a format wants them, and makes the plan again when they are others', async () => {
    await start({ '.notes/a.md': 'one' });
    const at = '2026-01-01T00:00:00.000Z';
    let commits: readonly CommitSubject[] = [{ sha: '1', subject: 'first', at }];
    const asked: string[] = [];
    const scanner = scannerOf({ commits: (folder) => (asked.push(folder), Promise.resolve(commits)) });
    assert.deepEqual(
      (await scanner.scan()).map(({ title }) => title),
      ['first'],
    );
    assert.equal((await scanner.changed([tree.at('.git/logs/HEAD')])).changed, false);
    commits = [{ sha: '2', subject: 'second', at }, ...commits];
    const { plans, changed } = await scanner.changed([tree.at('.git/logs/HEAD')]);
    assert.deepEqual([changed, plans.map(({ title }) => title)], [true, ['second,first']]);
    assert.deepEqual(new Set(asked), new Set([tree.path]));
  });

  it('says how far it is, and stops when it is told to', async () => {
    const names = Array.from({ length: 400 }, (_, at) => [`.notes/n${at}.md`, 'one'] as const);
    await start(Object.fromEntries(names));
    const slow: PlanFiles['head'] = (...asked) => {
      const start = performance.now();
      while (performance.now() - start < 0.1);
      return DISK.head(...asked);
    };
    const files = { ...DISK, head: slow };
    const told: string[] = [];
    await scannerOf({ files }).scan({
      onProgress: ({ done, total }) => told.push(`${done < total ? 'some' : 'all'} of ${total}`),
    });
    assert.ok(told.includes('some of 400'), told.join());
    const stop = new AbortController();
    const scanner = scannerOf({ files });
    const stopped = scanner.scan({
      signal: stop.signal,
      onProgress: () => {
        stop.abort();
      },
    });
    await assert.rejects(stopped, { name: 'AbortError' });
    assert.equal(notesText(await scanner.scan()).length, 400);
  });
});
