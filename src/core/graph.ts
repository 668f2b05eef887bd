/**
 * The stages of a plan, or the steps of one stage, as a graph: what stands in which column, and what waits for what.
 * Where on the screen a column is, is the business of who draws it.
 */
import { group } from './group';
import { computedLevels } from './scheduleBatches';
import { cycles } from './scheduleCycles';
import { isFlat } from './plan';
import type { PlanView, StageView, StepView } from './status';

export type GraphNode = (
  { readonly kind: 'step'; readonly view: StepView } | { readonly kind: 'stage'; readonly view: StageView }
) & {
  /** `Step.key` or `Stage.key`; unique in the graph. */
  readonly id: string;
  /** Its place among `Graph.columns`; absent for a stage that neither waits for another nor is waited for. */
  readonly column?: number;
  /** What comes next in the plan. */
  readonly next: boolean;
};

/** From what has to be finished to what waits for it. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly satisfied: boolean;
  /** Whether it leads to a later column; others contradict the columns. */
  readonly forward: boolean;
}

export interface GraphColumn {
  /** A batch of the stage, a level of the dependencies, or what has neither. */
  readonly by: 'batch' | 'level' | 'none';
  /** `BatchView.key` or the level, from 1; empty for `none`. */
  readonly key: string;
}

export interface Graph {
  readonly columns: readonly GraphColumn[];
  /** In the plan's order. */
  readonly nodes: readonly GraphNode[];
  /** Without doubles and without what the graph does not show. */
  readonly edges: readonly GraphEdge[];
}

/**
 * The graph of a stage's steps or, without a stage, of the plan's stages; a flat plan has steps alone. Linear in steps and
 * dependencies.
 */
export function graphOf(plan: PlanView, stage?: StageView): Graph {
  if (stage !== undefined) return stepGraph(plan, [stage]);
  return isFlat(plan.stages) ? stepGraph(plan, plan.stages) : stageGraph(plan);
}

type Link = Omit<GraphEdge, 'forward'>;

/** Columns are the batches; where no step has one, the levels of the dependencies. */
function stepGraph(plan: PlanView, stages: readonly StageView[]): Graph {
  const steps = stages.flatMap((stage) => stage.steps);
  const known = new Set(steps.map(({ step }) => step.key));
  const links = steps.flatMap(({ step }) =>
    step.dependsOn.flatMap(({ step: from, satisfied }) =>
      from !== undefined && known.has(from) ? [{ from, to: step.key, satisfied }] : [],
    ),
  );
  const batches = new Set(stages.flatMap((stage) => stage.batches.map(({ key }) => key)));
  const placed = batches.size > 0 ? inBatches([...batches], steps) : inLevels([...known], links);
  const nodes = steps.map((view): GraphNode => ({
    kind: 'step',
    id: view.step.key,
    view,
    column: placed.columnOf(view.step.key),
    next: view === plan.next,
  }));
  return { columns: placed.columns, nodes, edges: edgesOf(links, placed.columnOf) };
}

/** Columns are the levels of the dependencies; a stage that has none stands apart. */
function stageGraph(plan: PlanView): Graph {
  const links = stageLinks(plan);
  const linked = new Set(links.flatMap(({ from, to }) => [from, to]));
  const keys = plan.stages.map(({ key }) => key);
  const placed = inLevels(
    keys.filter((key) => linked.has(key)),
    links,
  );
  const nodes = plan.stages.map((view): GraphNode => ({
    kind: 'stage',
    id: view.key,
    view,
    ...(linked.has(view.key) && { column: placed.columnOf(view.key) }),
    next: view === plan.firstUnfinished,
  }));
  return { columns: placed.columns, nodes, edges: edgesOf(links, placed.columnOf) };
}

/** A stage waits for those whose steps its own steps wait for, and for those that the overview names. */
function stageLinks(plan: PlanView): Link[] {
  return [...stepLinks(plan), ...namedLinks(plan)];
}

/** A number names a stage of the same archive, or of none, where only one has it. */
function namedLinks({ stages }: PlanView): Link[] {
  const place = (number: string, archive: string | undefined): string =>
    JSON.stringify([number.replace(/^0+(?=\d)/, '').toUpperCase(), archive]);
  const numbered = group(
    stages.filter(({ stage }) => stage.number !== undefined),
    ({ stage }) => place(stage.number ?? '', stage.archive),
  );
  return stages.flatMap(({ key: to, stage }) =>
    (stage.needs ?? []).flatMap((number) => {
      const [found, ...others] = numbered.get(place(number, stage.archive)) ?? [];
      if (found === undefined || others.length > 0 || found.key === to) return [];
      return [{ from: found.key, to, satisfied: isFinished(found) }];
    }),
  );
}

function isFinished({ status, done, total }: StageView): boolean {
  if (status !== undefined) return status === 'verified' || status === 'executed';
  return total > 0 && done === total;
}

function stepLinks({ stages }: PlanView): Link[] {
  const homes = new Map(stages.flatMap(({ key, steps }) => steps.map(({ step }) => [step.key, key])));
  return stages.flatMap(({ key: to, steps }) =>
    steps.flatMap(({ step }) =>
      step.dependsOn.flatMap(({ step: needed, satisfied }) => {
        const from = needed === undefined ? undefined : homes.get(needed);
        return from === undefined || from === to ? [] : [{ from, to, satisfied }];
      }),
    ),
  );
}

interface Placed {
  readonly columns: readonly GraphColumn[];
  readonly columnOf: (id: string) => number;
}

/** A step without a batch stands behind the last one. */
function inBatches(batches: readonly string[], steps: readonly StepView[]): Placed {
  const columns: GraphColumn[] = batches.map((key) => ({ by: 'batch', key }));
  if (steps.some(({ step }) => step.batch === undefined)) columns.push({ by: 'none', key: '' });
  const places = new Map(columns.map(({ key }, at) => [key, at]));
  const keys = new Map(steps.map(({ step }) => [step.key, step.batch?.key ?? '']));
  return { columns, columnOf: (id) => places.get(keys.get(id) ?? '') ?? 0 };
}

/** What waits for itself, and what waits for that, has no level and stands behind the last one. */
function inLevels(ids: readonly string[], links: readonly Link[]): Placed {
  const needs = new Map(ids.map((id): [string, string[]] => [id, []]));
  for (const { from, to } of links) needs.get(to)?.push(from);
  const levels = computedLevels(
    ids.map((key) => ({ key })),
    needs,
    cycles(needs),
  );
  const last = Math.max(0, ...levels.values());
  const columns: GraphColumn[] = Array.from({ length: last }, (_, at) => ({
    by: 'level',
    key: String(at + 1),
  }));
  if (levels.size < ids.length) columns.push({ by: 'none', key: '' });
  return { columns, columnOf: (id) => (levels.get(id) ?? last + 1) - 1 };
}

/** One arrow between two nodes, satisfied when everything that it stands for is. */
function edgesOf(links: readonly Link[], columnOf: Placed['columnOf']): GraphEdge[] {
  const same = group(links, ({ from, to }) => JSON.stringify([from, to]));
  return [...same.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const { from, to } = first;
    const satisfied = [first, ...more].every((link) => link.satisfied);
    return [{ from, to, satisfied, forward: columnOf(from) < columnOf(to) }];
  });
}
