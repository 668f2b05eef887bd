/** A Runr folder in memory, and the plan that is read from it as text. */
import { runr } from '../../../../../src/core/formats/runr';
import type { FileText, PlanSource } from '../../../../../src/core/formats/format';
import type { Plan } from '../../../../../src/core/plan';
import { stageMap } from '../../../../../src/core/stageMap';
import { renderMap } from '../../stageMapText';

export const ROOT = '/w/.runr';
export const RUN = '20260101000000';
export const [A = '', B = ''] = ['a', 'b'].map((digit) => digit.repeat(40));

export interface InMemory {
  readonly source: PlanSource;
  /** What the format asked for, in that order. */
  readonly asked: readonly string[];
}

/** Files by their names below `.runr/`; an object is written as JSON. Only what the format asks for is handed in. */
export function inMemory(files: Readonly<Record<string, unknown>>): InMemory {
  const names = Object.keys(files);
  const folders = names.flatMap((name) =>
    name.split('/').map((_, at, parts) => parts.slice(0, at).join('/')),
  );
  const listing = [...new Set([...names, ...folders.filter(Boolean).map((name) => `${name}/`)])].sort();
  const texts = new Map<string, FileText>();
  const source = {
    root: ROOT,
    folder: '/w',
    listing,
    files: texts,
    digests: new Map(),
    opened: new Set<string>(),
    problems: [],
  };
  const asked: string[] = [];
  const take = (wanted: Iterable<string>): void => {
    for (const name of wanted) {
      asked.push(name);
      const value = files[name];
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      texts.set(name, { text, modified: asked.length });
    }
  };
  take(runr.reads(listing));
  take(runr.reads(listing, source));
  return { source, asked };
}

export function read(files: Readonly<Record<string, unknown>>): Plan {
  return runr.read(inMemory(files).source);
}

/** The map of plans, and their problems below it. */
export function shown(plans: readonly Plan[], root = ROOT): string {
  const problems = plans.flatMap((plan) =>
    plan.problems.map(
      ({ severity, code, file, message }) =>
        `${severity} ${code} ${file.slice(root.length + 1)}: ${message}\n`,
    ),
  );
  return renderMap(stageMap({ plans, runs: [], statusLog: [] })) + problems.join('');
}

/** A state with two milestones, `First` and `Second`. */
export function state(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const milestones = [{ goal: 'First' }, { goal: 'Second' }];
  return { run_id: RUN, phase: 'IMPLEMENT', milestone_index: 0, milestones, ...more };
}

export function sidecar(
  sha: string,
  index: number,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const fixed = { schema_version: 1, sha, run_id: RUN, milestone_index: index, milestone_title: 'First' };
  return { ...fixed, created_at: '2026-01-01T00:10:00.000Z', ...more };
}

export function checkpointEvent(commit: string, index: number): string {
  const payload = { commit, milestone_index: index, sidecar_written: false };
  return JSON.stringify({ type: 'checkpoint_complete', source: 'supervisor', payload });
}
