import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../../../src/core/plan';
import { renderMap } from '../core/stageMapText';
import type { StageMap, StatusChange } from '../../../src/core/status';
import { RunStore } from '../../../src/node/runner/runStore';
import { MapStore, type PlanReader, type StoreParts } from '../../../src/vscode/store';
import { plan, run, setStatus, step } from '../core/mapValues';

/** The steps' lines of the map, one each: `01 Step 01: ready`. */
function statuses(map: StageMap): string {
  const lines = renderMap(map).split('\n');
  return lines
    .filter((line) => /^ {2}\S/.test(line))
    .join('\n')
    .replace(/^ {2}/gm, '');
}

/** Resolves with the first map that the store tells of and that passes. */
function mapWhere(store: MapStore, passes: (map: StageMap) => boolean): Promise<StageMap> {
  return new Promise((resolve) => {
    const stop = store.onDidChange((map) => {
      if (!passes(map)) return;
      stop();
      resolve(map);
    });
  });
}

describe('the store', () => {
  let folder: string;
  let plans: Plan[];
  let read: string[];
  let log: StatusChange[];
  let reports: unknown[];
  let trusted: boolean;
  let changed: boolean;
  let opened: string[];
  let store: MapStore;

  const scan: PlanReader['scan'] = () => {
    read.push('everything');
    return Promise.resolve(plans);
  };
  const reader: { -readonly [K in keyof PlanReader]: PlanReader[K] } = {
    scan,
    changed: (paths) => {
      read.push(...paths);
      return Promise.resolve({ plans, changed });
    },
    open: (planId, archive) => {
      read.push(`${archive} of ${planId}`);
      return Promise.resolve({ plans, changed });
    },
    roots: [],
    problems: [],
    watchTargets: () => [],
  };

  const parts: { -readonly [K in keyof StoreParts]: StoreParts[K] } = {
    reader: () => Promise.resolve(reader),
    trusted: () => trusted,
    dataFolder: () => Promise.resolve(folder),
    openRunStore: async (dataFolder) => {
      opened.push(dataFolder);
      const runs = new RunStore(dataFolder, { key: () => Promise.resolve(Buffer.alloc(32)) });
      await runs.open();
      return runs;
    },
    isDriven: () => Promise.resolve(true),
    statusLog: () => Promise.resolve(log),
    showProgress: () => undefined,
    report: (error) => reports.push(error),
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stage-runner-'));
    plans = [plan([step('01', 'pending')])];
    [read, log, reports, opened, trusted, changed] = [[], [], [], [], true, true];
    reader.scan = scan;
    parts.showProgress = () => undefined;
    store = new MapStore(parts);
  });
  afterEach(async () => {
    await store.dispose();
    await rm(folder, { recursive: true, force: true });
    assert.deepEqual(reports, []);
  });

  it('is ready after the first scan', async () => {
    void store.refresh();
    await store.whenReady;
    assert.equal(statuses(store.map), '01 Step 01: ready');
    assert.equal(store.step('coyote:/w/plans', '01-step')?.status, 'ready');
  });

  it('reads only the files that changed', async () => {
    await store.refresh();
    plans = [plan([step('01', 'in-progress')])];
    await store.filesChanged(['/w/plans/steps/01-step.md']);
    assert.equal(statuses(store.map), '01 Step 01: unknown');
    assert.deepEqual(read, ['everything', '/w/plans/steps/01-step.md']);
  });

  it('takes in all that changed before its turn at once, and answers many refreshes with one scan', async () => {
    await Promise.all([store.refresh(), store.refresh()]);
    await Promise.all([store.filesChanged(['/w/a', '/w/b']), store.filesChanged(['/w/b', '/w/c'])]);
    assert.deepEqual(read, ['everything', '/w/a', '/w/b', '/w/c']);
  });

  it('gives a plan as the disk has it now, and reads only that plan', async () => {
    await store.refresh();
    plans = [plan([step('01', 'in-progress')])];
    changed = false;
    const now = await store.planNow({ id: 'coyote:/w/plans', root: '/w/plans' });
    assert.equal(now?.steps[0]?.status, 'unknown');
    assert.equal(store.plan('coyote:/w/plans'), now);
    assert.deepEqual(read, ['everything', '/w/plans']);
    plans = [];
    assert.equal(await store.planNow({ id: 'coyote:/w/plans', root: '/w/plans' }), undefined);
  });

  it('says that a plan cannot be read to whoever asked, and goes on', async () => {
    await store.refresh();
    const before = reader.changed;
    reader.changed = () => Promise.reject(new Error('EIO'));
    await assert.rejects(store.planNow({ id: 'coyote:/w/plans', root: '/w/plans' }), /EIO/);
    reader.changed = before;
    await store.filesChanged(['/w/plans/steps/01-step.md']);
    assert.equal(statuses(store.map), '01 Step 01: ready');
  });

  it('shows an archive when it is opened', async () => {
    await store.refresh();
    plans = [plan([step('01', 'in-progress')])];
    await store.openArchive('coyote:/w/plans', 'v1.0');
    assert.deepEqual(read, ['everything', 'v1.0 of coyote:/w/plans']);
    assert.equal(statuses(store.map), '01 Step 01: unknown');
  });

  it('shows how far the first scan is, and only that one', async () => {
    const shown: unknown[] = [];
    parts.showProgress = ({ progress }) => shown.push(progress());
    reader.scan = ({ onProgress }) => {
      onProgress?.({ done: 1, total: 2 });
      return Promise.resolve(plans);
    };
    await store.refresh();
    await store.refresh();
    assert.deepEqual(shown, [{ done: 1, total: 2 }]);
  });

  it('gives a scan up when it is disposed of, and tells nobody', async () => {
    reader.scan = ({ signal }) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
        setImmediate(() => void store.dispose());
      });
    await store.refresh();
  });

  it('tells nobody of a file that changed nothing', async () => {
    await store.refresh();
    const { map } = store;
    changed = false;
    await store.filesChanged(['/w/plans/README.md']);
    assert.equal(store.map, map);
  });

  it('follows the journals as they grow, without a scan', async () => {
    await store.refresh();
    const runs = await store.runStoreFor('/w');
    const running = mapWhere(store, (map) => map.running.length === 1);
    await runs.append('r01', run('01').header);
    assert.equal(statuses(await running), '01 Step 01: running');
    assert.deepEqual(read, ['everything']);
  });

  it('says when it shows all that was written', async () => {
    await store.refresh();
    const runs = await store.runStoreFor('/w');
    const { header } = run('01');
    await runs.append('r01', header);
    assert.equal(store.map.running.length, 0);
    await store.whenShown();
    assert.equal(store.map.running.length, 1);
  });

  it('shares one run store between the folders of one repository', async () => {
    plans = [
      plan([step('01', 'pending')]),
      plan([step('01', 'pending')], { id: 'coyote:/v/plans', folder: '/v' }),
    ];
    await store.refresh();
    assert.equal(await store.runStoreFor('/v'), await store.runStoreFor('/w'));
    assert.deepEqual(opened, [folder]);
  });

  it('opens no data folder where there is no plan to run, and none without trust', async () => {
    plans = [];
    await store.refresh();
    assert.deepEqual(opened, []);
    plans = [plan([step('01', 'pending')], { readOnly: true })];
    await store.refresh();
    assert.deepEqual(opened, []);
    plans = [plan([step('01', 'pending')])];
    trusted = false;
    await store.refresh();
    await assert.rejects(store.runStoreFor('/w'), /Restricted Mode/);
    await assert.rejects(store.dataFolderFor('/w'), /Restricted Mode/);
    assert.deepEqual(opened, []);
    assert.equal(statuses(store.map), '01 Step 01: ready');
  });

  it('names journals that cannot be read', async () => {
    await mkdir(join(folder, 'runs'));
    await writeFile(join(folder, 'runs/r1.jsonl'), '{"torn\n');
    await store.refresh();
    assert.deepEqual(
      store.problems.map(({ code, file }) => [code, file]),
      [['journal-unreadable', join(folder, 'runs/r1.jsonl')]],
    );
    assert.match(store.problems[0]?.message ?? '', /^This run cannot be shown: not JSON/);
  });

  it('says that journals are not watched, and what that means', async () => {
    await store.refresh();
    (await store.runStoreFor('/w')).watchProblem = `${folder} cannot be watched: ENOSPC`;
    await store.refresh();
    assert.deepEqual(
      store.problems.map(({ code, file }) => [code, file]),
      [['journals-unwatched', folder]],
    );
    assert.match(store.problems[0]?.message ?? '', /ENOSPC.*Refresh/);
  });

  it('counts what a person said', async () => {
    plans = [plan([step('01', 'in-progress')])];
    log = [setStatus('01', 'in-progress')];
    await store.refresh();
    assert.equal(store.map.plans[0]?.steps[0]?.decidedBy.by, 'person');
  });

  it('keeps the last good map and tells when a scan fails', async () => {
    await store.refresh();
    const failure = new Error('disk on fire');
    reader.scan = () => Promise.reject(failure);
    await store.refresh();
    assert.equal(statuses(store.map), '01 Step 01: ready');
    assert.deepEqual(reports.splice(0), [failure]);
  });
});
