import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../../../src/node/plans/defaults';
import { DISK, type PlanFiles } from '../../../../src/node/plans/planFiles';
import { PlanScanner, type PlanScannerOptions } from '../../../../src/node/plans/scanner';
import { watchTargets } from '../../../../src/node/plans/watch';
import { A, checkpointEvent, RUN, shown, sidecar, state } from '../../core/formats/runr/text';
import { step, Tree } from './tree';

let tree: Tree;
const STATE = `runs/${RUN}/state.json`;
const FIXTURES = resolve('test', 'fixtures', 'runr');

/** Everything is ignored by git, as a tool's own folder mostly is. */
function scannerOf(options: Partial<PlanScannerOptions> = {}): PlanScanner {
  const isIgnored = (paths: readonly string[]): Promise<Set<string>> => Promise.resolve(new Set(paths));
  const defaults = { folders: [tree.path], include: DEFAULT_INCLUDE, exclude: DEFAULT_EXCLUDE, isIgnored };
  return new PlanScanner({ ...defaults, ...options });
}

async function fixture(name: string, root: string): Promise<string> {
  const folder = join(FIXTURES, name);
  return shown(await scannerOf({ folders: [folder] }).scan(), join(folder, root));
}

/** The disk, which notes the names of what is listed and read below `.runr`. */
function noting(): PlanFiles & { readonly seen: string[] } {
  const seen: string[] = [];
  const note = (path: string): void => {
    if (path.includes('.runr')) seen.push(path.slice(tree.at('.runr').length + 1));
  };
  const entries: PlanFiles['entries'] = (folder) => (note(folder), DISK.entries(folder));
  return { ...DISK, seen, entries, head: (file, ...rest) => (note(file), DISK.head(file, ...rest)) };
}

describe('PlanScanner: the folders of Runr', () => {
  beforeEach(async () => {
    tree = await Tree.make({});
  });
  afterEach(() => tree.remove());

  it('are read whatever git ignores, with runs, milestones, stops and orchestrations', async () => {
    assert.equal(
      await fixture('history', '.runr'),
      `.runr 4/9
  Totals, rounded 1/3 (stopped: Agent rejected the task (implement_blocked) · 20260106090000)
    01 Round to cents: done
      plan says status: checkpoint b2b2b2b by sidecar
    02 Print the total: failed
      plan says status: stopped, implement_blocked
    03 Sort by name: blocked
      plan says status: not reached
      blocked by: milestone 02 has no checkpoint
  Prices from the list 2/2 (complete · 20260105101500)
    01 Read the price list: done
      plan says status: checkpoint a1a1a1a by timeline
    02 Keep the old totals: done
      plan says status: checkpoint a1a1a1a by sidecar, no changes, not verified
  Orchestration 1/4 (stopped · orch20260107120000)
    orch20260107120000/0 prices: done
      plan says status: complete
    orch20260107120000/1 totals: failed
      plan says status: stopped
    orch20260107120000/2 docs: contradiction
      plan says status: complete
      contradiction: marked complete, a task of the track has no complete run
    orch20260107120000/3 later: ready
      plan says status: pending
`,
    );
  });

  it('of the older name too, and what an old commit of another run made "complete" is none (D7)', async () => {
    assert.equal(
      await fixture('legacy', '.agent'),
      `.agent 0/2
  A flag 0/2 (recorded complete, 2 of 2 without a checkpoint · 20251230080000)
    01 Add a flag: contradiction
      plan says status: recorded as behind
      contradiction: marked complete, no checkpoint of this run
    02 Say what it does: contradiction
      plan says status: recorded as behind
      contradiction: marked complete, no checkpoint of this run
warning runr-index-past-end runs/20251230080000/state.json: Milestone 6 is past the end: run 20251230080000 has 2. It is not counted.
`,
    );
  });

  it('come after what can be run, at any depth, and not where settings exclude them', async () => {
    await tree.write({
      'plans/steps/01-a.md': step('pending'),
      [`.runr/${STATE}`]: JSON.stringify(state()),
      [`.agent/${STATE}`]: JSON.stringify(state()),
      [`deep/.runr/${STATE}`]: JSON.stringify(state()),
      [`packages/old/.agent/${STATE}`]: JSON.stringify(state()),
      'packages/other/.agent/rules/a.md': '# A',
      'packages/other/.agent/runs/readme.md': '# Runs',
    });
    const isIgnored = (): Promise<Set<string>> => Promise.resolve(new Set());
    const titles = async (options: Partial<PlanScannerOptions>): Promise<string[]> =>
      (await scannerOf({ isIgnored, ...options }).scan()).map(({ title }) => title);
    assert.deepEqual(await titles({}), ['plans', '.agent', '.runr', 'deep/.runr', 'packages/old/.agent']);
    assert.deepEqual(await titles({ exclude: ['**/.agent', 'deep'] }), ['plans', '.runr']);
    const ignoring = (paths: readonly string[]): Promise<Set<string>> =>
      Promise.resolve(new Set(paths.filter((path) => path.endsWith('deep') || path.endsWith('.agent'))));
    assert.deepEqual(await titles({ isIgnored: ignoring, include: [] }), [
      '.agent',
      '.runr',
      'packages/old/.agent',
    ]);
  });

  it('of another tool stay what the settings make of them', async () => {
    await tree.write({
      '.agent/steps/01-a.md': step('pending'),
      '.agent/plans/steps/01-b.md': step('pending'),
      'app/.agent/plans/steps/01-c.md': step('pending'),
    });
    const isIgnored = (): Promise<Set<string>> => Promise.resolve(new Set());
    const titles = async (include: readonly string[]): Promise<string[]> =>
      (await scannerOf({ isIgnored, include }).scan()).map(({ title }) => title);
    assert.deepEqual(await titles(DEFAULT_INCLUDE), ['.agent/plans', 'app/.agent/plans']);
    assert.deepEqual(await titles(['.agent']), ['.agent']);
  });

  it('behind a link only inside the workspace folder', async () => {
    await tree.write({ [`w/records/${STATE}`]: JSON.stringify(state()), [`out/${STATE}`]: '{}' });
    await symlink(tree.at('w/records'), tree.at('w/.runr'));
    await symlink(tree.at('out'), tree.at('w/.agent'));
    const plans = await scannerOf({ folders: [tree.at('w')] }).scan();
    assert.deepEqual(tree.show(plans).slice(0, 1), ['w/.runr in w']);
    assert.equal(plans.length, 1);
  });

  it('cost nothing where there is no run', async () => {
    await tree.write({ '.runr/tasks/a.md': '# A', '.runr/runr.config.json': '{}' });
    const files = noting();
    assert.deepEqual(await scannerOf({ files }).scan(), []);
    // Listed as a root, and walked like any folder.
    assert.deepEqual(files.seen.sort(), ['', '', 'tasks']);
  });

  it('are listed and read no further than needed', async () => {
    await tree.write({
      [`.runr/${STATE}`]: JSON.stringify(state({ milestone_index: 1 })),
      [`.runr/runs/${RUN}/timeline.jsonl`]: 'x'.repeat(2 * 1024 * 1024),
      [`.runr/runs/${RUN}/artifacts/continue/1/log`]: '',
      [`.runr/runs/${RUN}/handoffs/milestone_01_handoff.md`]: 'done',
      [`.runr/checkpoints/${A}.json`]: JSON.stringify(sidecar(A, 0)),
    });
    const files = noting();
    const [plan] = await scannerOf({ files }).scan();
    assert.deepEqual(plan?.problems, []);
    // The top is listed twice: by the walk through the workspace folder, and as a root.
    assert.deepEqual(files.seen.sort(), [
      '',
      '',
      'checkpoints',
      `checkpoints/${A}.json`,
      'runs',
      `runs/${RUN}`,
      `runs/${RUN}/artifacts`,
      `runs/${RUN}/handoffs`,
      STATE,
    ]);
  });

  it('with a timeline that is too long to be read say so (case 26)', async () => {
    await tree.write({
      [`.runr/${STATE}`]: JSON.stringify(state({ milestone_index: 1 })),
      [`.runr/runs/${RUN}/timeline.jsonl`]: `${checkpointEvent(A, 0)}\n${'x'.repeat(1024 * 1024)}`,
    });
    const plans = await scannerOf().scan();
    assert.match(shown(plans, tree.at('.runr')), /01 First: contradiction[^]*warning file-too-large runs\//);
  });

  it('are followed while Runr works', async () => {
    const timeline = `.runr/runs/${RUN}/timeline.jsonl`;
    await tree.write({ [`.runr/${STATE}`]: JSON.stringify(state()), [timeline]: '' });
    const scanner = scannerOf();
    await scanner.scan();
    const after = async (name: string): Promise<string[]> => {
      const { plans } = await scanner.changed([tree.at(name)]);
      return plans[0]?.stages[0]?.steps.map(({ markText }) => markText) ?? [];
    };
    await writeFile(tree.at(`.runr/${STATE}`), JSON.stringify(state({ milestone_index: 1 })));
    assert.deepEqual(await after(`.runr/${STATE}`), ['recorded as behind', 'phase IMPLEMENT']);
    await appendFile(tree.at(timeline), `${checkpointEvent(A, 0)}\n`);
    assert.deepEqual(await after(timeline), ['checkpoint aaaaaaa by timeline', 'phase IMPLEMENT']);
    await tree.write({ [`.runr/checkpoints/${A}.json`]: JSON.stringify(sidecar(A, 0)) });
    assert.deepEqual((await after(`.runr/checkpoints/${A}.json`))[0], 'checkpoint aaaaaaa by sidecar');
    await rm(tree.at('.runr'), { recursive: true });
    assert.deepEqual(await after('.runr'), []);
    await mkdir(tree.at(`.runr/runs/${RUN}`), { recursive: true });
    assert.equal((await scanner.changed([tree.at('.runr')])).plans.length, 1);
  });

  it('name what to watch', async () => {
    await tree.write({ [`.runr/${STATE}`]: JSON.stringify(state()) });
    const [plan] = await scannerOf().scan();
    assert.deepEqual(plan && watchTargets(plan), [
      { folder: tree.at('.runr/runs'), pattern: '*/{state.json,timeline.jsonl}' },
      { folder: tree.at('.runr/checkpoints'), pattern: '*.json' },
      { folder: tree.at('.runr/orchestrations'), pattern: '*/state.json' },
    ]);
  });

  it('of eight real runs are read', async function () {
    const samples = resolve('..', 'shared', 'samples', 'runr');
    if (!existsSync(samples)) {
      if (this.test) this.test.title += ' (absent: ../shared/samples/runr)';
      return this.skip();
    }
    const isIgnored = (): Promise<Set<string>> => Promise.resolve(new Set());
    const plans = await scannerOf({ folders: [samples], include: ['*/dot-runr'], isIgnored }).scan();
    const marks = plans.map(({ title, stages, problems }) => [
      title,
      ...stages.map(({ outcome = '' }) =>
        outcome.replace(/^stopped: .*(?= \()/, 'stopped').replace(/ · \d{14}$/, ''),
      ),
      ...stages.flatMap(({ steps }) => steps.map(({ markText }) => markText)),
      ...problems.map(({ code }) => code),
    ]);
    const blocked = 'stopped (implement_blocked)';
    const guard = 'stopped, guard_violation';
    assert.deepEqual(marks, [
      [
        'e1-done/dot-runr',
        'complete',
        'checkpoint a4344ff by timeline',
        'checkpoint a4344ff by sidecar, no changes, not verified',
        'checkpoint 5ed412b by sidecar',
      ],
      ['e2/dot-runr', 'stopped (guard_violation)', guard, 'not reached', 'not reached'],
      [
        'e2b/dot-runr',
        'stopped (guard_violation)',
        'checkpoint 4601872 by timeline',
        'checkpoint fd38d63 by timeline',
        guard,
      ],
      [
        'e3/dot-runr',
        blocked,
        'checkpoint f2b26b6 by timeline',
        'checkpoint f2b26b6 by sidecar, no changes, not verified',
        'stopped, implement_blocked',
      ],
      [
        'e4/dot-runr',
        blocked,
        'checkpoint 4f2f4ef by timeline',
        'checkpoint d37f9d5 by timeline',
        'stopped, implement_blocked',
      ],
      [
        'e6/dot-runr',
        blocked,
        'checkpoint 6ac778c by timeline',
        'checkpoint 6ac778c by sidecar, no changes, not verified',
        'stopped, implement_blocked',
      ],
      [
        'e7/dot-runr',
        'recorded complete, 3 of 3 without a checkpoint',
        'recorded as behind',
        'recorded as behind',
        'recorded as behind',
        'runr-index-past-end',
      ],
      ['e8/dot-runr', 'stopped (guard_violation)', guard],
    ]);
  });
});
