import assert from 'node:assert/strict';
import type { Claim, Plan, Stage, Step } from '../../../src/core/plan';
import { stageMap } from '../../../src/core/stageMap';
import type { Run } from '../../../src/core/run';
import type { SeenRun, StageMap } from '../../../src/core/status';
import { mapText } from '../../../src/cli/mapText';
import { contextKeys } from '../../../src/vscode/contextKeys';
import { EVERYTHING, shownStages } from '../../../src/vscode/mapChoice';
import {
  childNodes,
  nodeId,
  nodeOfRun,
  parentNode,
  rootNodes,
  type TreeNode,
} from '../../../src/vscode/nodes';
import { type Row, rowOf } from '../../../src/vscode/rows';
import { statusBarRow } from '../../../src/vscode/statusBarRow';
import { stopNotice } from '../../../src/vscode/stopNotice';
import { batch, driven, gate, handoff, left, plan, planId, run, stageRun, step } from '../core/mapValues';
import { english } from './english';
import { rowCommands } from './rowCommands';

const terms = {
  plan: 'project',
  stage: 'phase',
  step: 'plan',
  batch: 'wave',
  gate: 'checkpoint',
  handoff: 'summary',
};
const steps = [
  step('01', 'complete', { handoff: handoff('complete'), batch: { key: '1' } }),
  step('02', 'pending', { batch: { key: '2' } }),
  step('03', 'pending', { batch: { key: '2' } }),
];
const roof: Stage = { key: '01', number: '01', title: 'Roof', steps };
const staged = plan([], { stages: [roof], terms, title: 'House' });
const flat = plan(steps.slice(1).map((one) => step(one.number ?? '', 'pending')));

const atWork = stageRun('01', { batches: [batch(2, '2', ['02', '03'])] });
const asks = { ...gate('Steps failed', ''), step: { key: '', number: '01', title: 'Roof' }, stage: '01' };
const waits = stageRun('01', { gates: [{ gate: asks }] });
const rested = stageRun('01', {
  phase: 'stopped',
  batches: [batch(1, '1', ['01'], [])],
  stop: { code: 'stopped_after_batch', detail: 'One batch was asked for.' },
});

function mapOf(of: Plan, runs: readonly SeenRun[]): StageMap {
  return stageMap({ plans: [of], runs, statusLog: [] });
}

function row(map: StageMap, node: TreeNode): Row {
  const now = new Date('2026-01-01T10:14:00.000Z');
  const found = rowOf(node, { map, now, l10n: english, folderName: () => undefined });
  assert.ok(found, `no row for ${nodeId(node)}`);
  return found;
}

/** Plans, stages and what is under them, without what is under steps: icon, label, description. */
function screen(map: StageMap): string {
  const lines = (nodes: readonly TreeNode[], indent: string): string[] =>
    nodes.flatMap((node) => {
      const { icon, label, description } = row(map, node);
      const under = node.kind === 'step' ? [] : childNodes(map, node);
      return [`${indent}(${icon.id}) ${label} | ${description}`, ...lines(under, `${indent}  `)];
    });
  return lines(rootNodes(map), '').join('\n');
}

/** The row of the stage, or of the plan that has none. */
function stageRow(of: Plan, seen: SeenRun): string {
  const node: TreeNode =
    of === flat ? { kind: 'plan', plan: planId } : { kind: 'stage', plan: planId, stage: '01' };
  const { icon, description } = row(mapOf(of, [seen]), node);
  return `${icon.id} | ${description}`;
}

const reviewed = { ...run('02'), gates: [{ gate: gate('Review', '02') }] };

describe('the rows of a stage that is run as a whole', () => {
  it('tell how its run stands, what it asks, and where it is', () => {
    assert.equal(
      screen(mapOf(staged, [driven(atWork), driven(reviewed)])),
      [
        '(list-tree) House | 1/3',
        '  (sync~spin) 01 Roof | 1 waiting for you · running wave 2 · 0 of 2 done · 1/3',
        '    (history) Run 1 | running · sample · 4m',
        '    (group-by-ref-type) Wave 1 | 1/1 · done',
        '      (pass) 01 Step 01 | done · approval unknown',
        '    (group-by-ref-type) Wave 2 | 0/2 · running · 1 waiting for you',
        '      (bell-dot) 02 Step 02 | waiting for you · Review',
        '      (circle-large-outline) 03 Step 03 | ready',
      ].join('\n'),
    );
  });

  const words: readonly (readonly [string, string])[] = [
    [stageRow(staged, left(atWork)), 'debug-disconnect | interrupted · 1/3'],
    [stageRow(staged, left(waits)), 'bell-dot | waiting for you · Steps failed · 1/3'],
    [stageRow(staged, left(rested)), 'layers | stopped after wave 1 · 1/3'],
    [
      stageRow(staged, left({ ...rested, stop: { code: 'user_stopped', detail: '' } })),
      'layers | stopped · 1/3',
    ],
    [
      stageRow(staged, left({ ...rested, stop: { code: 'batch_failed', detail: '' } })),
      'error | all steps of a batch failed · 1/3',
    ],
    [
      stageRow(staged, left({ ...rested, phase: 'ended', stop: { code: 'stage_complete', detail: '' } })),
      'layers | 1/3',
    ],
    [
      stageRow(flat, driven(stageRun('', { batches: [batch(1, '02', ['02'])] }))),
      'sync~spin | running step 02 · 0/2',
    ],
    [stageRow(flat, driven(stageRun(''))), 'sync~spin | running · 0/2'],
  ];
  for (const [actual, expected] of words)
    it(expected, () => {
      assert.equal(actual, expected);
    });

  it('have their gates and runs under the stage, or under the plan that has none', () => {
    const ofFlat = stageRun('', { gates: [{ gate: { ...asks, stage: '' } }] });
    for (const [map, top] of [
      [mapOf(staged, [left(waits)]), { kind: 'stage', plan: planId, stage: '01' }],
      [mapOf(flat, [left(ofFlat)]), { kind: 'plan', plan: planId }],
    ] as const) {
      const [first, second] = childNodes(map, top);
      assert.ok(first && second);
      assert.deepEqual([row(map, first).label, row(map, second).label], ['Steps failed', 'Run 1']);
      assert.deepEqual([parentNode(map, first), parentNode(map, second)], [top, top]);
      assert.deepEqual(statusBarRow(map, english)?.reveals, first);
    }
  });

  it('give menus the tokens that they look for', () => {
    const tokens = (seen: readonly SeenRun[], node: TreeNode, of = staged): string =>
      row(mapOf(of, seen), node).context;
    const stage: TreeNode = { kind: 'stage', plan: planId, stage: '01' };
    const wave: TreeNode = { ...stage, kind: 'batch', batch: '2' };
    const second: TreeNode = { kind: 'step', plan: planId, step: '02-step' };
    assert.equal(tokens([], stage), 'stage stageStartable stageRunnable');
    assert.equal(tokens([driven(atWork)], stage), 'stage stageStoppable hasRun');
    assert.equal(tokens([left(waits)], stage), 'stage stageStoppable answerable hasRun');
    assert.equal(tokens([left(rested)], stage), 'stage stageResumable stageRunnable hasRun');
    assert.equal(tokens([left(rested)], wave), 'batch stageRunnable');
    assert.equal(tokens([], { ...wave, batch: '1' }), 'batch');
    assert.equal(tokens([driven(atWork)], second), 'step ready runnable startable skippable');
    assert.equal(tokens([left(rested)], second), 'step ready runnable startable');
    assert.equal(tokens([], { kind: 'plan', plan: planId }, flat), 'plan stageStartable stageRunnable');
    const shown = plan([], { stages: [roof], readOnly: true });
    assert.equal(tokens([], stage, shown), 'stage');
  });

  it('offer the commit of a step that the run has carried out, where commits are held until a checkpoint', () => {
    const carriedOut: Run = {
      ...run('02', { phase: 'ended', stop: { code: 'complete', detail: '' } }),
      header: { ...run('02').header, parent: { run: atWork.id, batch: 2, together: false } },
    };
    const held = (claims: readonly Claim[], of: Partial<Plan> = {}): Plan => ({
      ...staged,
      format: 'prompts',
      stages: [{ ...roof, steps: [step('02', 'complete', { claims })] }],
      ...of,
    });
    const log = { by: 'log', says: 'status: success', means: 'complete' } as const;
    const commit = { by: 'commit', says: '[PROMPT_02] It', means: 'complete' } as const;
    const over: Run = { ...atWork, phase: 'ended', stop: { code: 'stage_complete', detail: '' } };
    const offers = (of: Plan, seen: readonly SeenRun[]): boolean =>
      row(mapOf(of, seen), { kind: 'step', plan: planId, step: '02-step' }).context.includes('committable');
    const both = [driven(atWork), left(carriedOut)];
    assert.equal(offers(held([log]), both), true);
    assert.equal(offers(held([log, { ...commit, weak: true }]), both), true);
    assert.equal(offers(held([log]), [left({ ...atWork, phase: 'stopped' }), left(carriedOut)]), true);
    assert.equal(offers(held([log, commit]), both), false);
    assert.equal(offers(held([log]), [left(over), left(carriedOut)]), false);
    assert.equal(
      offers(held([log]), [driven(atWork), left({ ...carriedOut, header: run('02').header })]),
      false,
    );
    assert.equal(offers(held([log]), [driven(atWork), driven({ ...carriedOut, phase: 'active' })]), false);
    assert.equal(offers(held([log], { format: 'renn' }), both), false);
  });

  it('tell of a batch in which nothing is to be run that it is unresolved, not that it is next', () => {
    const batch = { key: '1' };
    const unproven = step('01', 'complete', { evidence: { missing: 'no commit names it' }, batch });
    const complete = step('02', 'complete', { handoff: handoff('complete'), batch });
    const wave: TreeNode = { kind: 'batch', plan: planId, stage: '01', batch: '1' };
    const words = (...steps: readonly ReturnType<typeof step>[]): string => {
      const stages = [{ key: '01', number: '01', title: 'Base', steps }];
      return row(mapOf(plan([], { stages }), []), wave).description;
    };
    assert.deepEqual(
      [words(unproven, complete), words(unproven), words(unproven, step('03', 'pending', { batch }))],
      ['1/2 · 1 unresolved', '0/1 · 1 unresolved', '0/2 · next · 1 unresolved'],
    );
  });

  it('offer on the row itself what comes next, and everything else in its menu', () => {
    const offered = (seen: readonly SeenRun[], node: TreeNode, of: Plan, inline: boolean): string => {
      const { context } = row(mapOf(of, seen), node);
      const found = rowCommands().filter(
        ({ token, group }) => token.test(context) && group.startsWith('inline') === inline,
      );
      return found.map(({ command }) => command.replace('stageRunner.', '')).join(' ');
    };
    const stage: TreeNode = { kind: 'stage', plan: planId, stage: '01' };
    const wave: TreeNode = { ...stage, kind: 'batch', batch: '2' };
    const whole: TreeNode = { kind: 'plan', plan: planId };
    assert.equal(offered([], stage, staged, true), 'runStage');
    assert.equal(offered([driven(atWork)], stage, staged, true), 'stopStage');
    assert.equal(offered([left(waits)], stage, staged, true), 'answerGate stopStage');
    assert.equal(offered([left(rested)], stage, staged, true), 'resumeStage');
    assert.equal(offered([left(rested)], wave, staged, true), 'runNextBatch');
    assert.equal(offered([], whole, flat, true), 'runStage showGraph');
    assert.equal(offered([driven(stageRun(''))], whole, flat, true), 'stopStage showGraph');
    assert.equal(
      offered([left(rested)], stage, staged, false),
      'resumeStage runNextBatch runStage runUntilGate runBatches showRun showGraph',
    );
    assert.equal(
      offered([driven(atWork)], stage, staged, false),
      'stopAfterBatch stopStage showRun showGraph',
    );
  });

  it('offer to run what closes gaps where such steps are left', () => {
    const gaps = (closing: readonly Step[]): Plan =>
      plan([], { stages: [{ ...roof, steps: [...steps, ...closing] }], terms });
    const stage: TreeNode = { kind: 'stage', plan: planId, stage: '01' };
    const offers = (of: Plan, seen: readonly SeenRun[] = []): boolean =>
      rowCommands().some(
        ({ command, token }) =>
          command === 'stageRunner.runGapsOnly' && token.test(row(mapOf(of, seen), stage).context),
      );
    const open = step('04', 'pending', { closesGaps: true });
    assert.equal(offers(gaps([open])), true);
    assert.equal(offers(gaps([open]), [left(rested)]), true);
    assert.equal(offers(gaps([open]), [driven(atWork)]), false);
    assert.equal(offers(gaps([])), false);
    assert.equal(offers(gaps([{ ...open, mark: 'complete', handoff: handoff('complete') }])), false);
    assert.equal(contextKeys(mapOf(gaps([open]), [])).gapsRunnable, true);
    assert.equal(contextKeys(mapOf(gaps([]), [])).gapsRunnable, false);
  });

  it('say in the tooltip why the run is at rest', () => {
    const { tooltip } = row(mapOf(staged, [left(rested)]), { kind: 'stage', plan: planId, stage: '01' });
    assert.equal(tooltip, '**01 Roof**  \nRun 1\\: stopped after wave 1  \nOne batch was asked for\\.');
  });

  it('stay when finished stages are hidden, and come first when sorted by status', () => {
    const done: Stage = { key: '02', title: 'Done', steps: steps.slice(0, 1) };
    const fresh: Stage = { key: '00', title: 'New', steps: [step('09', 'pending')] };
    const two = plan([], { stages: [fresh, done] });
    const shown = (seen: readonly SeenRun[]): string =>
      shownStages(mapOf(two, seen).plans[0]?.stages ?? [], { ...EVERYTHING, hideDone: true, order: 'status' })
        .map(({ title }) => title)
        .join(' ');
    assert.equal(shown([]), 'New');
    assert.equal(shown([driven(stageRun('02'))]), 'Done New');
  });

  it('are in the map of the command line', () => {
    const line = (seen: SeenRun): string =>
      mapText(mapOf(staged, [seen]))
        .split('\n')[1]
        ?.trim() ?? '';
    assert.equal(line(driven(atWork)), '01 Roof 1/3 · running');
    assert.equal(line(left(waits)), '01 Roof 1/3 · waits for you: Steps failed');
    assert.equal(line(left(rested)), '01 Roof 1/3');
  });
});

describe('the notice of a stage’s run', () => {
  const header = { ...rested.header, plan: { ...rested.header.plan, terms } };

  it('speaks in the plan’s words, and leads to the stage', () => {
    const seconds = { ...rested, header, lastAt: '2026-01-01T10:00:05.000Z' };
    assert.deepEqual(stopNotice(seconds, true, english), {
      severity: 'info',
      message:
        'Phase 01 Base: Stopped after the batch. The stage came to rest after a batch, as was asked for; it goes on from there. One batch was asked for.',
      actions: ['resume', 'showRun', 'rollBack'],
    });
    assert.deepEqual(nodeOfRun(header), { kind: 'stage', plan: planId, stage: '01' });
  });

  it('does not offer to set the status of an interrupted one', () => {
    const closed = { ...rested, header, stop: { code: 'window_closed', detail: 'Closed.' } };
    assert.deepEqual(stopNotice(closed, true, english), {
      severity: 'info',
      message: 'Phase 01 Base was interrupted; its work so far is kept. Closed.',
      actions: ['resume', 'showRun'],
    });
  });
});
