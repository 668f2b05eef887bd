import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stageMap } from '../../../../src/core/stageMap';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../../../src/node/plans/defaults';
import { DISK, type PlanFiles } from '../../../../src/node/plans/planFiles';
import { PlanScanner } from '../../../../src/node/plans/scanner';
import { Tree } from './tree';

let tree: Tree;

/** Git ignores the tools' own folders. */
const OWN = /\.(?:renn|planning|gsd)$/;

function scannerOf(files: PlanFiles = DISK, folders: readonly string[] = [tree.path]): PlanScanner {
  return new PlanScanner({
    folders,
    include: DEFAULT_INCLUDE,
    exclude: DEFAULT_EXCLUDE,
    isIgnored: (paths) => Promise.resolve(new Set(paths.filter((path) => OWN.test(path)))),
    files,
  });
}

describe('PlanScanner: the folders of renn and GSD', () => {
  afterEach(() => tree.remove());

  it('are called after the folder around them, also where they are opened themselves', async () => {
    tree = await Tree.make({
      'shop/.planning/phases/01-a/PLAN.md': '',
      'site/.gsd/milestones/M001/M001-ROADMAP.md': '',
    });
    const folders = [tree.at('shop/.planning'), tree.at('shop'), tree.at('site/.gsd')];
    const titles = await Promise.all(
      folders.map(async (folder) => (await scannerOf(DISK, [folder]).scan()).map(({ title }) => title)),
    );
    assert.deepEqual(titles, [['shop'], ['shop'], ['GSD-2']]);
  });

  it('of which a stage’s folder, or the one around all, cannot be read are not said to be not started', async () => {
    tree = await Tree.make({
      '.planning/ROADMAP.md': '- [x] **Phase 1: One**\n- [x] **Phase 2: Shut**\n',
      '.planning/phases/01-one/01-01-PLAN.md': '',
      '.planning/phases/02-shut/02-01-PLAN.md': '',
    });
    let closed = '';
    const entries: PlanFiles['entries'] = (folder) => {
      if (folder === closed) throw Object.assign(new Error('denied'), { code: 'EACCES' });
      return DISK.entries(folder);
    };
    const scanner = scannerOf({ ...DISK, entries });
    const shown = async (at: string, scan = scannerOf({ ...DISK, entries })): Promise<string[]> => {
      closed = tree.at(at);
      const plans = await scan.scan();
      const stages = stageMap({ plans, runs: [], statusLog: [] }).plans.flatMap((view) => view.stages);
      const problems = plans.flatMap((plan) => [
        ...plan.problems,
        ...plan.stages.flatMap((one) => one.problems ?? []),
      ]);
      return [
        ...stages.map(({ title, status, decidedBy, contradictions }) =>
          [title, status, decidedBy?.says, ...contradictions].join(', '),
        ),
        ...problems.filter(({ code }) => code === 'read-failed').map(({ message }) => message),
      ];
    };
    const nothing =
      'This folder cannot be read (EACCES); nothing is known of what is in it. Check its permissions.';
    const one = 'One, planned, 0 of 1 plan has a summary, ROADMAP says complete, 1 plan has no summary';
    const two = one.replace('One', 'Shut');
    const shut = '.planning/phases/02-shut';
    const cold = scannerOf({ ...DISK, entries });
    for (let scans = 0; scans < 2; scans += 1)
      assert.deepEqual(await shown(shut, cold), [
        one,
        'Shut, unknown, its folder could not be read',
        nothing,
      ]);
    assert.deepEqual(await shown('.planning/phases'), [
      'One, unknown, phases/ could not be read',
      'Shut, unknown, phases/ could not be read',
      nothing,
    ]);
    assert.deepEqual(await shown('nowhere', scanner), [one, two]);
    assert.deepEqual(await shown(shut, scanner), [
      one,
      two,
      nothing.replace('nothing is known of what is in it', 'what was last read in it is shown'),
    ]);
  });

  it('of which a file’s name is not valid UTF-8 say so', async function () {
    // Other systems refuse such names.
    if (process.platform !== 'linux') return this.skip();
    tree = await Tree.make({ '.planning/phases/01-a/01-01-PLAN.md': '' });
    const name = Buffer.concat([
      Buffer.from(tree.at('.planning/phases/01-a/01-02-')),
      Buffer.of(0xff),
      Buffer.from('-PLAN.md'),
    ]);
    writeFileSync(name, '');
    const [plan] = await scannerOf().scan();
    const [view] = stageMap({ plans: plan ? [plan] : [], runs: [], statusLog: [] }).plans;
    assert.deepEqual(
      view?.steps.map(({ status, step }) => [
        status,
        ...step.problems.filter(({ code }) => code === 'read-failed').map(({ message }) => message),
      ]),
      [
        ['ready'],
        [
          'unknown',
          'This file cannot be read (ENOENT); nothing is known of it. Its name is not valid UTF-8: rename it.',
        ],
      ],
    );
  });

  it('show a stage once, also where a link beside it leads to it', async () => {
    tree = await Tree.make({
      '.planning/phases/01-a/01-01-PLAN.md': 'Do it.',
      'elsewhere/01-01-PLAN.md': 'Do it.',
    });
    const scanner = scannerOf();
    const shown = async (paths: readonly string[]): Promise<string[]> => {
      const { plans } = await scanner.changed(paths.map((path) => tree.at(path)));
      return plans.flatMap(({ stages, problems }) => [
        ...stages.map(({ key, steps }) => `${key} ${steps.length}`),
        ...problems.map(({ code, file }) => `${code} ${relative(tree.path, file)}`),
      ]);
    };
    symlinkSync('01-a', tree.at('.planning/phases/02-current'));
    symlinkSync('../../elsewhere', tree.at('.planning/phases/03-c'));
    await scanner.scan();
    const twice = 'link-twice .planning/phases/02-current';
    assert.deepEqual(await shown([]), ['01-a 1', '03-c 1', twice]);
    rmSync(tree.at('.planning/phases/01-a'), { recursive: true });
    assert.deepEqual(await shown(['.planning/phases/01-a']), ['03-c 1']);
    mkdirSync(tree.at('.planning/phases/01-a'));
    assert.deepEqual(await shown(['.planning/phases/01-a']), ['01-a 0', '03-c 1', twice]);
  });

  it('several in one workspace, also in packages and where git ignores them, each once', async () => {
    tree = await Tree.make({
      '.planning/ROADMAP.md': '# Roadmap: Shop\n',
      '.planning/phases/01-a/01-01-PLAN.md': '',
      'packages/api/.planning/phases/01-b/PLAN.md': '',
      '.renn/stages/01-a/01-01-run.md': '',
      '.gsd/milestones/M001/M001-ROADMAP.md': '- [ ] **S01: One**\n',
      'other/.gsd/phases/1/1.1-PLAN.md': '',
      'node_modules/x/.planning/phases/01-a/PLAN.md': '',
      'docs/.planning/notes.md': '',
    });
    const plans = await scannerOf().scan();
    assert.deepEqual(
      plans
        .map(({ format, root, stages }) => `${format} ${relative(tree.path, root)} ${stages.length}`)
        .sort(),
      [
        'gsd .planning 1',
        'gsd packages/api/.planning 1',
        'gsd-antigravity other/.gsd 1',
        'gsd2 .gsd 1',
        'renn .renn 1',
      ],
    );
  });

  it('never read secrets.json, whatever changes', async () => {
    tree = await Tree.make({
      '.renn/secrets.json': '{"token":"hunter2"}',
      '.renn/stages/01-a/01-01-run.md': '',
      '.renn/stages/01-a/secrets.json': '',
    });
    const read: string[] = [];
    const noting: PlanFiles = {
      ...DISK,
      head: (file, limit, longer) => {
        read.push(file);
        return DISK.head(file, limit, longer);
      },
    };
    const scanner = scannerOf(noting);
    await scanner.scan();
    await scanner.changed([tree.at('.renn/secrets.json')]);
    assert.ok(read.some((path) => path.endsWith('01-01-run.md')));
    assert.deepEqual(
      read.filter((path) => path.includes('secrets')),
      [],
    );
  });
});
