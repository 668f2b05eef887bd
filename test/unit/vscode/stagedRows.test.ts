import assert from 'node:assert/strict';
import type { Plan, Stage, Step } from '../../../src/core/plan';
import { stageMap } from '../../../src/core/stageMap';
import type { StageMap } from '../../../src/core/status';
import { EVERYTHING, type MapChoice, readChoice } from '../../../src/vscode/mapChoice';
import { childNodes, nodeId, parentNode, rootNodes, type TreeNode } from '../../../src/vscode/nodes';
import { type Row, rowOf } from '../../../src/vscode/rows';
import { statusBarRow } from '../../../src/vscode/statusBarRow';
import { viewMessage } from '../../../src/vscode/viewMessage';
import { missing, plan, planId, problem, step } from '../core/mapValues';
import { english } from './english';

const now = new Date('2026-01-01T10:14:00.000Z');

const terms = {
  plan: 'project',
  stage: 'phase',
  step: 'plan',
  batch: 'wave',
  gate: 'checkpoint',
  handoff: 'summary',
  proof: 'verification',
};

function summarised(number: string, more: Partial<Step> = {}): Step {
  return step(number, 'complete', {
    markText: '',
    evidence: { file: `/w/${number}-SUMMARY.md`, source: 'summary' },
    handoff: { file: `/w/${number}-SUMMARY.md`, result: 'complete', defects: [] },
    ...more,
  });
}

function open(number: string, more: Partial<Step> = {}): Step {
  return step(number, 'pending', { markText: '', ...more });
}

function phase(number: string, title: string, steps: readonly Step[], more: Partial<Stage> = {}): Stage {
  return {
    key: `${number}-${title}`,
    number,
    title,
    folder: `/w/${number}`,
    audit: { prepared: true },
    steps,
    ...more,
  };
}

const stages: readonly Stage[] = [
  phase('01', 'Ground', [summarised('01-01')], {
    audit: {
      prepared: true,
      proof: { file: '/w/01-VERIFICATION.md', verdict: 'passed', text: 'passed', score: '3/3' },
    },
  }),
  phase('02', 'Walls', [summarised('02-01'), open('02-02')], {
    claims: [{ by: 'overview', says: '[x]', file: '/w/ROADMAP.md', means: 'complete' }],
    problems: [problem('Two folders have one number.')],
  }),
  phase(
    '03',
    'Roof',
    [
      summarised('03-01', { batch: { key: '1' } }),
      open('03-02', { batch: { key: '2' } }),
      open('03-03', { batch: { key: '2' }, dependsOn: [missing('03-02')] }),
      open('03-04'),
    ],
    {
      audit: {
        prepared: true,
        proof: { file: '/w/03-VERIFICATION.md', verdict: 'humanNeeded', text: 'passed', reason: '2 items' },
      },
      documents: [{ kind: 'research', file: '/w/03-RESEARCH.md' }],
    },
  ),
  phase('04', 'Paint', [], { audit: { prepared: false } }),
  phase('00', 'Old', [summarised('00-01')], { archive: 'v1' }),
];

const house = plan([], {
  stages,
  terms,
  format: 'gsd',
  title: 'House',
  archives: [
    { key: 'v1', title: 'v1.0 Hut', stages: 1, opened: true },
    { key: 'v0', title: 'v0.9 Tent', stages: 2, opened: false },
  ],
  hints: [{ text: 'Stopped at: plan 3', file: '/w/STATE.md', since: '2025-12-30T10:00:00.000Z' }],
  documents: [{ kind: 'project', file: '/w/PROJECT.md' }],
});

function mapOf(plans: readonly Plan[] = [house]): StageMap {
  return stageMap({ plans, runs: [], statusLog: [] });
}

function row(map: StageMap, node: TreeNode): Row {
  const found = rowOf(node, { map, now, l10n: english, folderName: () => undefined });
  assert.ok(found, `no row for ${nodeId(node)}`);
  return found;
}

/** The tree down to steps: icon, label, description, and whether it is open at first. */
function screen(map: StageMap, choice: MapChoice = EVERYTHING): string {
  const lines = (nodes: readonly TreeNode[], indent: string): string[] =>
    nodes.flatMap((node) => {
      const { icon, label, description, children } = row(map, node);
      const under = node.kind === 'step' ? [] : childNodes(map, node, choice);
      return [
        `${indent}${{ none: '·', collapsed: '▸', expanded: '▾' }[children]} (${icon.id}) ${label} | ${description}`,
        ...lines(under, `${indent}  `),
      ];
    });
  return lines(rootNodes(map), '').join('\n');
}

function stageLabels(choice: Partial<MapChoice>): string[] {
  const map = mapOf();
  const nodes = childNodes(map, { kind: 'plan', plan: planId }, { ...EVERYTHING, ...choice });
  return nodes.filter(({ kind }) => kind === 'stage').map((node) => row(map, node).label);
}

describe('the rows of a staged plan', () => {
  it('shows stages with their status, waves, documents, hints and archives', () => {
    assert.equal(
      screen(mapOf()),
      [
        '▾ (list-tree) House | 3/7',
        '  · (info) Stopped at: plan 3 | hint · 2d',
        '  ▸ (pass-filled) 01 Ground | verified · 1/1',
        '    ▸ (pass) 01-01 Step 01-01 | done · summary',
        '    · (verified) Verification | passed · 3/3 · 01-VERIFICATION.md',
        '  ▾ (play-circle) 02 Walls | in progress · 1/2 · ROADMAP says complete, 1 plan has no summary · 1 problem',
        '    ▸ (pass) 02-01 Step 02-01 | done · summary',
        '    ▸ (circle-large-outline) 02-02 Step 02-02 | ready',
        '  ▸ (person) 03 Roof | human needed · 1/4',
        '    ▸ (group-by-ref-type) Wave 1 | 1/1 · done',
        '      ▸ (pass) 03-01 Step 03-01 | done · summary',
        '    ▾ (group-by-ref-type) Wave 2 | 0/2 · next',
        '      ▸ (circle-large-outline) 03-02 Step 03-02 | ready',
        '      ▸ (circle-slash) 03-03 Step 03-03 | blocked by 03-02',
        '    ▸ (circle-large-outline) 03-04 Step 03-04 | ready',
        '    · (verified) Verification | human needed · 03-VERIFICATION.md',
        '    · (book) Research | 03-RESEARCH.md',
        '  · (circle-large-outline) 04 Paint | not started',
        '  ▸ (archive) v1.0 Hut | archived · 1 phase',
        '    ▸ (pass) 00 Old | executed, unverified · 1/1',
        '      ▸ (pass) 00-01 Step 00-01 | done · summary',
        '  ▸ (archive) v0.9 Tent | archived · 2 phases',
        '  ▸ (library) Documents | 1',
        '    · (book) Project | PROJECT.md',
      ].join('\n'),
    );
  });

  it('finds every parent and gives every row an id of its own', () => {
    const map = mapOf();
    const ids = new Set<string>();
    const check = (nodes: readonly TreeNode[], parent: TreeNode | undefined): void => {
      for (const node of nodes) {
        assert.deepEqual(parentNode(map, node), parent);
        assert.ok(!ids.has(nodeId(node)), nodeId(node));
        ids.add(nodeId(node));
        check(childNodes(map, node), node);
      }
    };
    check(rootNodes(map), undefined);
  });

  it('names the handoff of a step in the words of its plan', () => {
    const map = mapOf();
    const children = childNodes(map, { kind: 'step', plan: planId, step: '01-01-step' });
    assert.deepEqual(
      children.map((node) => `${row(map, node).label} | ${row(map, node).description}`),
      ['Plan file | 01-01-step.md', 'Summary | complete · 01-01-SUMMARY.md'],
    );
  });

  it('offers nothing that runs, resumes or sets in the records of another tool', () => {
    const map = mapOf([{ ...house, readOnly: true }]);
    const contexts = new Set<string>();
    const visit = (nodes: readonly TreeNode[]): void => {
      for (const node of nodes) {
        for (const token of row(map, node).context.split(' ')) contexts.add(token);
        visit(childNodes(map, node));
      }
    };
    visit(rootNodes(map));
    assert.deepEqual([...contexts].sort(), [
      'archive',
      'batch',
      'document',
      'documents',
      'hasHandoff',
      'hint',
      'readOnlyPlan',
      'readOnlyStep',
      'stage',
    ]);
  });

  it('tells why in the tooltips', () => {
    const map = mapOf();
    const tooltip = (node: TreeNode): string[] => row(map, node).tooltip.replaceAll('\\', '').split('  \n');
    assert.deepEqual(tooltip({ kind: 'plan', plan: planId }), [
      '**House**',
      '3 of 7 done · read as GSD',
      '/w/plans',
      'Next: Step 02-02',
    ]);
    assert.deepEqual(tooltip({ kind: 'stage', plan: planId, stage: '02-Walls' }), [
      '**02 Walls**',
      '**in progress** – summary: 1 of 2 plans have a summary',
      'ROADMAP.md: [x]',
      'Contradiction: ROADMAP says complete, 1 plan has no summary',
      'Problem: Two folders have one number.',
    ]);
    assert.deepEqual(
      tooltip({ kind: 'file', plan: planId, stage: '03-Roof', file: '/w/03-VERIFICATION.md' }),
      ['**human needed**', 'status: passed', '2 items'],
    );
  });

  it('names formats where there are several, and speaks of the place in the stage', () => {
    const map = mapOf([house, plan([open('01')], { id: 'coyote:/x', root: '/x' })]);
    assert.deepEqual(
      rootNodes(map).map((node) => row(map, node).description),
      ['3/7 · GSD', '0/1 · coyote'],
    );
    assert.equal(
      row(map, { kind: 'step', plan: planId, step: '03-02-step' }).accessibility,
      '03-02 Step 03-02, ready, plan 2 of 4',
    );
    assert.equal(statusBarRow(mapOf(), english)?.tooltip, '3 of 7 steps done. Next: 02-02 Step 02-02');
  });
});

describe('the choice of rows', () => {
  it('hides what is done: steps, and stages that are finished', () => {
    const text = screen(mapOf(), { ...EVERYTHING, hideDone: true });
    assert.deepEqual(
      text.split('\n').map((line) => /\) (.*) \|/.exec(line)?.[1]),
      [
        'House',
        'Stopped at: plan 3',
        '02 Walls',
        '02-02 Step 02-02',
        '03 Roof',
        'Wave 2',
        '03-02 Step 03-02',
        '03-03 Step 03-03',
        '03-04 Step 03-04',
        'Verification',
        'Research',
        '04 Paint',
        'Documents',
        'Project',
      ],
    );
  });

  it('shows the steps and stages of the chosen statuses', () => {
    assert.deepEqual(stageLabels({ steps: ['blocked'] }), ['03 Roof']);
    assert.deepEqual(stageLabels({ stages: ['verified', 'notStarted'] }), ['01 Ground', '04 Paint']);
    assert.deepEqual(stageLabels({ steps: ['blocked'], stages: ['verified'] }), ['01 Ground', '03 Roof']);
    assert.deepEqual(stageLabels({ steps: ['running'] }), []);
  });

  it('tells stages of a workstream from those of the plan', () => {
    const inside = phase('01', 'Doors', [], { workstream: 'api' });
    const map = mapOf([{ ...house, stages: [...stages, inside] }]);
    const node: TreeNode = { kind: 'stage', plan: planId, stage: inside.key };
    assert.equal(row(map, node).label, 'api: 01 Doors');
  });

  it('puts what needs a person first when sorted by status', () => {
    assert.deepEqual(stageLabels({ order: 'status' }), ['03 Roof', '02 Walls', '04 Paint', '01 Ground']);
    const map = mapOf();
    const stage: TreeNode = { kind: 'stage', plan: planId, stage: '02-Walls' };
    const sorted = childNodes(map, stage, { ...EVERYTHING, order: 'status' });
    assert.deepEqual(
      sorted.map((node) => row(map, node).label),
      ['02-02 Step 02-02', '02-01 Step 02-01'],
    );
  });

  it('says what is hidden', () => {
    const message = (choice: Partial<MapChoice>): string | undefined =>
      viewMessage(mapOf(), true, { ...EVERYTHING, ...choice }, english);
    assert.equal(message({}), undefined);
    assert.equal(message({ order: 'status' }), undefined);
    assert.equal(
      message({ hideDone: true }),
      'What is done is hidden. 4 of 7 steps are shown; “Show All” brings back the rest.',
    );
    assert.equal(
      message({ steps: ['blocked'], stages: ['humanNeeded'] }),
      'Only human needed, blocked. 4 of 7 steps are shown; “Show All” brings back the rest.',
    );
  });

  it('reads what was kept, and leaves out what it does not know', () => {
    const kept: MapChoice = { hideDone: true, steps: ['ready'], stages: ['stale'], order: 'status' };
    assert.deepEqual(readChoice(JSON.parse(JSON.stringify(kept))), kept);
    assert.deepEqual(readChoice({ hideDone: 1, steps: ['x', 'done'], stages: 'y', order: 'z' }), {
      ...EVERYTHING,
      steps: ['done'],
    });
    assert.deepEqual(readChoice(undefined), EVERYTHING);
  });
});
