import { posix } from 'node:path';
import type { Action, ActionContext } from '../../../../src/core/actions/action';
import type { CheckName, CheckRecord } from '../../../../src/core/checks';
import type { State } from '../../../../src/core/protocol/walk';

/** A plan folder in memory, and what checks are to show. */
export interface World {
  readonly files: Readonly<Record<string, string>>;
  readonly state?: State;
  readonly header?: ActionContext['header'];
  readonly env?: ActionContext['env'];
  readonly checks?: Partial<Record<CheckName, CheckRecord>>;
}

export interface Seen {
  readonly updates: State;
  readonly next: string | undefined;
  readonly note: string | undefined;
  readonly failed: string | undefined;
  /** Writes in their order: `<path below the plan's folder>: <text>`. */
  readonly writes: readonly string[];
  /** What the result says it changed. */
  readonly changes: readonly string[];
}

export const HEADER: ActionContext['header'] = {
  schema_version: 1,
  type: 'run_started',
  at: '2026-01-01T10:00:00.000Z',
  run: 'r1',
  folder: '/p',
  plan: { id: 'coyote:/p/plans', format: 'coyote', root: '/p/plans', title: 'Plans' },
  step: { key: '01-first', number: '01', title: 'First', file: '/p/plans/steps/01-first.md' },
  attempt: 1,
  agent: 'sample',
  protocol: { name: 'step', file: '/x/step.yaml', sha256: '' },
  variables: {},
  by: 'Ada',
};

const noTree = (): Promise<{ refused: string }> =>
  Promise.resolve({ refused: 'There is no repository here.' });

/** Runs an action in `/p` with the plan at `/p/plans`. */
export async function act(action: Action | undefined, world: Partial<World>): Promise<Seen> {
  const files = new Map(Object.entries(world.files ?? {}).map(([name, text]) => [`/p/plans/${name}`, text]));
  const writes: string[] = [];
  const below = (file: string): string => posix.relative('/p/plans', file);
  const result = await action?.({
    state: world.state ?? {},
    header: world.header ?? HEADER,
    projectDir: '/p',
    plansDir: '/p/plans',
    env: world.env ?? {},
    readText: (file) => Promise.resolve(files.get(file)),
    listFiles: (folder) =>
      Promise.resolve(
        [...files.keys()]
          .filter((file) => posix.dirname(file) === folder)
          .map((file) => posix.basename(file))
          .sort(),
      ),
    writeText: (file, text) => {
      files.set(file, text);
      writes.push(`${below(file)}: ${text}`);
      return Promise.resolve();
    },
    findCheck: (check) => Promise.resolve({ check, status: 'not_run', display: 'nothing to run', lines: [] }),
    runCommand: ({ check, display }) => Promise.resolve({ check, status: 'not_run', display, lines: [] }),
    tree: {
      prefix: noTree,
      head: () => Promise.resolve(''),
      branch: () => Promise.resolve(''),
      capture: noTree,
      changes: noTree,
      patch: noTree,
    },
    journals: { runs: () => [], events: () => [] },
    runCheck: (check) => {
      const record = world.checks?.[check];
      return Promise.resolve(record ?? { check, status: 'not_run', display: 'nothing to run', lines: [] });
    },
  });
  if (result === undefined) throw new Error('There is no such action.');
  if ('stop' in result) throw new Error(`The action stopped: ${result.stop.detail}`);
  if ('failed' in result) {
    return { updates: {}, next: undefined, note: undefined, failed: result.failed, writes, changes: [] };
  }
  return {
    updates: result.updates,
    next: result.next,
    note: result.note,
    failed: undefined,
    writes,
    changes: (result.changes ?? []).map(({ file, what }) => `${below(file)}: ${what}`),
  };
}
