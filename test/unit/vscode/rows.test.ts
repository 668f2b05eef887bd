import assert from 'node:assert/strict';
import type { Plan, Step } from '../../../src/core/plan';
import { stageMap } from '../../../src/core/stageMap';
import type { SeenRun, StageMap, StatusChange } from '../../../src/core/status';
import { fromForeign } from '../../../src/core/stops';
import { escapeMarkdown } from '../../../src/vscode/markdown';
import { childNodes, nodeId, parentNode, rootNodes, type TreeNode } from '../../../src/vscode/nodes';
import { type Row, type RowContext, rowOf } from '../../../src/vscode/rows';
import {
  allPassed,
  approved,
  driven,
  ended,
  gate,
  handoff,
  left,
  missing,
  plan,
  planId,
  problem,
  run,
  setStatus,
  step,
} from '../core/mapValues';
import { english } from './english';
import { rowCommands } from './rowCommands';

const now = new Date('2026-01-01T10:14:00.000Z');
const complete = handoff('complete');

function mapOf(
  steps: readonly Step[],
  runs: readonly SeenRun[] = [],
  statusLog: readonly StatusChange[] = [],
  more: Partial<Plan> = {},
): StageMap {
  return stageMap({ plans: [plan(steps, more)], runs, statusLog });
}

function contextOf(map: StageMap, folderName: RowContext['folderName'] = () => undefined): RowContext {
  return { map, now, l10n: english, folderName };
}

function row(map: StageMap, node: TreeNode): Row {
  const found = rowOf(node, contextOf(map));
  assert.ok(found, `no row for ${nodeId(node)}`);
  return found;
}

/** The tree as it is on screen: icon, label, description. */
function screen(map: StageMap): string {
  const lines = (nodes: readonly TreeNode[], indent: string): string[] =>
    nodes.flatMap((node) => {
      const { icon, label, description } = row(map, node);
      return [
        `${indent}(${icon.id}) ${label} | ${description}`,
        ...lines(childNodes(map, node), `${indent}  `),
      ];
    });
  return lines(rootNodes(map), '').join('\n');
}

/** The one step's row as `icon colour | description`. */
function stepLine(value: Step, runs: readonly SeenRun[] = [], log: readonly StatusChange[] = []): string {
  const { icon, description } = row(mapOf([value], runs, log), {
    kind: 'step',
    plan: planId,
    step: value.key,
  });
  return `${[icon.id, icon.color].filter(Boolean).join(' ')} | ${description}`;
}

const started = driven(run('01'));
const waiting = left(run('01', { nodes: ['gate_deviation'], gates: [{ gate: gate('Deviation', '01') }] }));
const verified = left(ended('01', 'complete', { approved, checks: allPassed }));

const descriptions: readonly (readonly [string, string])[] = [
  [stepLine(step('01', 'pending')), 'circle-large-outline | ready'],
  [
    stepLine(step('03', 'pending', { dependsOn: [missing('01'), missing('02')] })),
    'circle-slash disabledForeground | blocked by 1, 2',
  ],
  [stepLine(step('01', 'in-progress'), [started]), 'sync~spin | running · implement · 4m'],
  [
    stepLine(step('01', 'in-progress'), [waiting]),
    'bell-dot list.warningForeground | waiting for you · Deviation',
  ],
  [
    stepLine(step('01', 'in-progress'), [left(run('01'))]),
    'debug-disconnect list.warningForeground | interrupted · implement · 4m',
  ],
  [stepLine(step('01', 'in-progress'), [left(ended('01', 'user_stopped'))]), 'stop-circle | stopped'],
  [
    stepLine(step('01', 'in-progress'), [left(ended('01', 'step_rejected'))]),
    'stop-circle | stopped · Step rejected',
  ],
  [
    stepLine(step('01', 'in-progress'), [left(ended('01', 'agent_no_result'))]),
    'error list.errorForeground | failed · Agent left no result',
  ],
  [
    stepLine(step('01', 'complete', { handoff: complete }), [left(ended('01', 'complete'))]),
    'eye list.warningForeground | needs review · not approved · checks not run',
  ],
  [
    stepLine(step('01', 'complete', { handoff: complete }), [verified]),
    'pass-filled testing.iconPassed | done · approved',
  ],
  [
    stepLine(step('01', 'complete', { handoff: complete }), [left(ended('01', 'complete', { approved }))]),
    'pass | done · approved · checks not run',
  ],
  [stepLine(step('01', 'complete', { handoff: complete })), 'pass | done · approval unknown'],
  [
    stepLine(step('01', 'complete', { handoff: complete }), [], [setStatus('01', 'complete')]),
    'pass | done · set by hand',
  ],
  [
    stepLine(step('01', 'complete', { handoff: handoff('partial') })),
    'color-mode | done with gaps · partial · approval unknown',
  ],
  [stepLine(step('01', 'complete')), 'warning list.warningForeground | marked complete, no handoff'],
  [
    stepLine(step('01', 'unrecognised', { problems: [problem('x'), problem('y')] })),
    'debug-step-over list.warningForeground | skipped · status “Pending” is not exact',
  ],
  [
    stepLine(step('01', 'unrecognised', { markText: 'a name nobody can parse', uncounted: true })),
    'debug-step-over list.warningForeground | skipped · a name nobody can parse',
  ],
  [
    stepLine(step('01', 'pending', { problems: [problem('x'), problem('y')] })),
    'circle-large-outline | ready · 2 problems',
  ],
  [stepLine(step('01', 'in-progress')), 'question | unknown · marked in progress, no run known'],
];

describe('the rows of the Stage Map', () => {
  for (const [actual, expected] of descriptions) {
    it(`says ${expected}`, () => {
      assert.equal(actual, expected);
    });
  }

  it('shows every status with a shape of its own', () => {
    const shapes = descriptions.map(([actual]) => actual.split(' | '));
    const byShape = new Map<string, Set<string>>();
    for (const [icon = '', words = ''] of shapes) {
      const shape = icon.split(' ')[0] ?? '';
      byShape.set(shape, (byShape.get(shape) ?? new Set()).add(words.split(/ · | by /)[0] ?? ''));
    }
    for (const [shape, names] of byShape) assert.equal(names.size, 1, `${shape}: ${[...names].join(', ')}`);
  });

  it('shows plan, steps, gates, documents and the last run', () => {
    const steps = [
      step('01', 'complete', { handoff: complete }),
      step('02', 'in-progress', { handoff: handoff('partial', ['- missing required section: ## Evidence']) }),
      step('03', 'pending', { dependsOn: [missing('02')] }),
    ];
    const gates = [{ gate: gate('Deviation', '02') }];
    assert.equal(
      screen(mapOf(steps, [driven(run('02', { nodes: ['gate_deviation'], gates }))])),
      [
        '(list-tree) Fetch client | 1/3',
        '  (pass) 01 Step 01 | done · approval unknown',
        '    (file) Plan file | 01-step.md',
        '    (note) Handoff | complete · x.md',
        '  (bell-dot) 02 Step 02 | waiting for you · Deviation',
        '    (bell-dot) Deviation | waiting for you · 9m',
        '    (file) Plan file | 02-step.md',
        '    (note) Handoff | not valid · x.md',
        '    (history) Run 1 | waiting for you · gate deviation · sample · 4m',
        '  (circle-slash) 03 Step 03 | blocked by 02',
        '    (file) Plan file | 03-step.md',
      ].join('\n'),
    );
  });

  it('shows the checkpoints of the last run, and why there is none', () => {
    const taken = {
      state: 'taken',
      kind: 'before_batch',
      at: '2026-11-20T10:00:00.000Z',
      id: 'c1',
      name: 'before step 01',
      sha: 'a1',
      tree: 'b1',
      worktree: '/w',
      filesChanged: 2,
      leftOut: 1,
    } as const;
    const skipped = {
      state: 'skipped',
      kind: 'after_step',
      at: taken.at,
      code: 'timeout',
      detail: 'It took too long.',
      wayOut: '',
    } as const;
    const rowsWith = (after: typeof skipped | (Omit<typeof skipped, 'code'> & { code: string })): string[] =>
      screen(mapOf([step('01', 'complete')], [left(run('01', { checkpoints: [taken, after] }))]))
        .split('\n')
        .slice(4)
        .map((line) => line.trim());
    const kept = '(git-commit) Checkpoint | before step 01 · <1m · 1 left out';
    assert.deepEqual(rowsWith(skipped), [kept, '(warning) No checkpoint | It took too long.']);
    assert.deepEqual(rowsWith({ ...skipped, code: 'off' }), [kept]);
  });

  it('shows a level for stages that have a name, and finds every parent', () => {
    const stages = [{ key: 'a', title: 'Groundwork', steps: [step('01', 'pending')] }];
    const map = mapOf([], [], [], { stages });
    assert.equal(
      screen(map),
      [
        '(list-tree) Fetch client | 0/1',
        '  (layers) Groundwork | 0/1',
        '    (circle-large-outline) 01 Step 01 | ready',
        '      (file) Plan file | 01-step.md',
      ].join('\n'),
    );
    const check = (nodes: readonly TreeNode[], parent: TreeNode | undefined): void => {
      for (const node of nodes) {
        assert.deepEqual(parentNode(map, node), parent);
        check(childNodes(map, node), node);
      }
    };
    check(rootNodes(map), undefined);
  });

  it('keeps the gate of a step whose file is gone under its plan', () => {
    const map = mapOf([step('01', 'pending')], [left(run('09', { gates: [{ gate: gate('Lost', '09') }] }))]);
    const [first] = childNodes(map, { kind: 'plan', plan: planId });
    assert.deepEqual(first, { kind: 'gate', plan: planId, step: '09-step', gate: 'gate-Lost' });
    assert.equal(row(map, first).label, 'Lost');
    assert.deepEqual(parentNode(map, first), { kind: 'plan', plan: planId });
  });

  it('gives menus the tokens that they look for', () => {
    const tokens = (value: Step, runs: readonly SeenRun[] = []): string =>
      row(mapOf([value], runs), { kind: 'step', plan: planId, step: value.key }).context;
    assert.equal(tokens(step('01', 'pending')), 'step ready runnable startable');
    assert.equal(tokens(step('01', 'in-progress'), [started]), 'step running stoppable hasRun');
    assert.equal(tokens(step('01', 'in-progress'), [waiting]), 'step waiting stoppable answerable hasRun');
    assert.equal(
      tokens(step('01', 'in-progress', { handoff: complete }), [left(run('01'))]),
      'step interrupted runnable resumable hasHandoff hasRun',
    );
  });

  it('shows the records of another tool and offers nothing that runs or changes them', () => {
    const stop = fromForeign('implement_blocked');
    const steps = [
      step('01', 'complete', {
        markText: 'checkpoint a1 by sidecar',
        evidence: { file: '/w/.runr/a', source: 'sidecar', commit: 'a1' },
        handoff: complete,
      }),
      step('02', 'in-progress', { stop }),
      step('03', 'pending'),
    ];
    const stages = [{ key: 'run', title: 'Totals', outcome: 'stopped: Agent rejected the task', steps }];
    const map = mapOf([], [], [], { stages, readOnly: true });
    assert.deepEqual(
      screen(map)
        .split('\n')
        .filter((line) => !/\((file|note)\)/.test(line)),
      [
        '(list-tree) Fetch client | 1/3 · read only',
        '  (layers) Totals | 1/3 · stopped: Agent rejected the task',
        '    (pass) 01 Step 01 | done · checkpoint a1 by sidecar',
        '    (error) 02 Step 02 | failed · Agent rejected the task',
        '    (circle-large-outline) 03 Step 03 | ready',
      ],
    );
    assert.equal(
      row(map, { kind: 'stage', plan: planId, stage: 'run' }).tooltip.replaceAll('\\', ''),
      '**Totals**  \nstopped: Agent rejected the task',
    );
    const nodes = (under: readonly TreeNode[]): TreeNode[] =>
      under.flatMap((node) => [node, ...nodes(childNodes(map, node))]);
    const contexts = nodes(rootNodes(map)).map((node) => row(map, node).context);
    const offered = rowCommands().filter(({ token }) => contexts.some((context) => token.test(context)));
    const besidesPicture = offered.filter(({ command }) => command !== 'stageRunner.showGraph');
    assert.deepEqual(
      [...new Set(besidesPicture.map(({ command }) => command))],
      ['stageRunner.openHandoff', 'stageRunner.compareRecorded'],
    );
  });

  it('speaks label, status and position', () => {
    const map = mapOf([
      step('01', 'pending'),
      step('02', 'complete', { handoff: complete }),
      step('03', 'pending'),
    ]);
    assert.equal(
      row(map, { kind: 'step', plan: planId, step: '02-step' }).accessibility,
      '02 Step 02, done, approval unknown, step 2 of 3',
    );
  });

  it('names the folder where there is more than one', () => {
    const context = contextOf(mapOf([step('01', 'pending')]), () => 'backend');
    assert.equal(rowOf({ kind: 'plan', plan: planId }, context)?.description, '0/1 · backend');
  });

  it('has no row for what is gone', () => {
    const map = mapOf([step('01', 'pending')]);
    const gone: readonly TreeNode[] = [
      { kind: 'plan', plan: 'x' },
      { kind: 'step', plan: planId, step: 'x' },
      { kind: 'document', plan: planId, step: '01-step', document: 'handoff' },
      { kind: 'run', plan: planId, step: '01-step' },
      { kind: 'gate', plan: planId, step: '01-step', gate: 'x' },
    ];
    for (const node of gone) assert.equal(rowOf(node, contextOf(map)), undefined);
  });
});

describe('the tooltips', () => {
  it('tells status, evidence, what blocks and what comes next', () => {
    const value = step('03', 'pending', { dependsOn: [missing('02')], problems: [problem('A problem.')] });
    assert.equal(
      row(mapOf([value]), { kind: 'step', plan: planId, step: value.key }).tooltip.replaceAll('\\', ''),
      [
        '**03 Step 03**',
        '**blocked** – plan file: status: pending',
        'Blocked by - step 2: no handoff found (step not executed?)',
        'Problem: A problem.',
        'Next: Read the plan file',
      ].join('  \n'),
    );
  });

  it('tells approval and checks apart from the mark', () => {
    const value = step('01', 'complete', { handoff: complete });
    assert.equal(
      row(mapOf([value], [verified]), { kind: 'step', plan: planId, step: value.key }).tooltip.replaceAll(
        '\\',
        '',
      ),
      [
        '**01 Step 01**',
        '**done** – run journal: run 1 ended: Step complete',
        'plan file: status: complete',
        'handoff: result: complete',
        'Approved by Ada, 2026-01-01 10:10 UTC',
        'Checks: format not run, lint passed, build passed, test passed',
        'Because.',
      ].join('  \n'),
    );
  });

  it('lets foreign text mark up nothing', () => {
    const hostile = '[click](command:evil) ![x](https://e.example/p.png) <b>`$(bug)` www.e.example\n# h';
    const escaped = escapeMarkdown(hostile);
    assert.equal(escaped.replaceAll('\\', ''), hostile.replace('\n', ' '));
    assert.doesNotMatch(escaped, /(?<!\\)[[\]()<>`$!.:#]/);
    assert.equal(escapeMarkdown('x'.repeat(500)).length, 401);
  });
});
