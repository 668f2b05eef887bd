/** The checkpoints of a plan as a page for people: how each batch came out, its markers, and the way back and on. */
import { fenced } from '../handoff/fence';
import { inline, pathText, time } from '../reportText';
import { shellWord } from '../shellText';
import type { CheckpointRecord, LeftOut, SeenCheckpoint } from './checkpoint';
import { rollbackCommand } from './rollbackCommand';

export interface ReportInput {
  readonly plan: { readonly id: string; readonly title: string; readonly root: string };
  /** The workspace folder, absolute. */
  readonly folder: string;
  /** Newest first, of the plan's worktree. Those of other plans are passed over. */
  readonly seen: readonly SeenCheckpoint[];
  /** The first step that is not done; absent when all are. */
  readonly next?: { readonly number: string; readonly title: string };
  /** When the page is made, ISO 8601. */
  readonly at: string;
}

/** The page as Markdown. Every command in it can be pasted into a POSIX shell as it is, from any folder. */
export function checkpointReport({ plan, folder, seen, next, at }: ReportInput): string {
  const ours = seen.filter(({ record }) => record.plan === undefined || record.plan.id === plan.id);
  const steps = byStep(ours);
  const others = ours.filter(({ record }) => record.step === undefined);
  const gone = ours.filter(({ exists }) => !exists).length;
  const parts = [
    `# ${inline(`Checkpoints of ${plan.title}`)}`,
    [
      `- Plan: ${pathText(plan.root)}`,
      `- As of: ${time(at)}`,
      `- Checkpoints: ${ours.length}${gone === 0 ? '' : `, ${gone} of them without their commit`}`,
    ].join('\n'),
    ...(steps.length === 0 ? [] : ['## Batches', ...steps.map(batch)]),
    ...(others.length === 0 ? [] : ['## Other checkpoints', others.map(row).join('\n')]),
    goingBack(ours),
    goingOn(folder, next),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Those of a step together, oldest first; the steps in the order in which they were begun. */
function byStep(ours: readonly SeenCheckpoint[]): readonly (readonly SeenCheckpoint[])[] {
  const steps = new Map<string, SeenCheckpoint[]>();
  for (const one of [...ours].reverse()) {
    const key = one.record.step?.key;
    if (key !== undefined) steps.set(key, [...(steps.get(key) ?? []), one]);
  }
  return [...steps.values()];
}

/** @param checkpoints of one step, oldest first */
function batch(checkpoints: readonly SeenCheckpoint[]): string {
  const step = checkpoints.at(-1)?.record.step;
  const title = `Step ${step?.number ?? ''} ${step?.title ?? ''}: ${outcome(checkpoints)}`;
  return [`### ${inline(title)}`, checkpoints.map(row).join('\n')].join('\n\n');
}

const OUTCOMES: Readonly<Record<NonNullable<CheckpointRecord['outcome']>, string>> = {
  completed: 'completed',
  no_changes: 'completed without changes',
  skipped: 'skipped',
  stopped: 'stopped',
};

/** How the latest attempt came out: a later beginning without an end is not what an earlier one came to. */
function outcome(checkpoints: readonly SeenCheckpoint[]): string {
  const last = checkpoints.at(-1)?.record;
  if (last?.outcome === undefined) return 'begun';
  const stop = last.stop && last.outcome === 'stopped' ? ` (${last.stop.detail})` : '';
  return `${OUTCOMES[last.outcome]}${stop}`;
}

function row({ record, exists, readOnly }: SeenCheckpoint): string {
  const { git } = record;
  const facts = [
    time(record.created_at),
    ...(record.attempt === undefined ? [] : [`attempt ${record.attempt}`]),
    ...(git ? [`marker \`${git.ref}\` at \`${git.sha.slice(0, 12)}\``] : []),
    ...(git?.tag === undefined ? [] : [`tag ${inline(git.tag)}`]),
    ...(git ? [files(git.files_changed)] : []),
    ...(record.verification ? [checks(record.verification)] : []),
    ...(exists ? [] : ['its commit is gone']),
    ...(readOnly ? ['written by a newer version'] : []),
  ];
  const leftOut = record.left_out.map((one) => `  - left out: ${leftOutText(one)}`);
  return [`- **${inline(record.name)}**: ${facts.join(', ')}`, ...leftOut].join('\n');
}

function files(count: number): string {
  return count === 1 ? '1 file differed from HEAD' : `${count} files differed from HEAD`;
}

function checks({ status, gates }: NonNullable<CheckpointRecord['verification']>): string {
  const words = { passed: 'checks passed', failed: 'checks failed', not_run: 'checks not run' };
  const ids = gates.map(({ id, exit_code }) => `${inline(id)} ${exit_code ?? 'without exit code'}`);
  return ids.length === 0 ? words[status] : `${words[status]} (${ids.join(', ')})`;
}

const WHY: Readonly<Record<LeftOut['reason'], string>> = {
  too_large: 'too large',
  too_many: 'too many new files',
  nested_repository: 'a repository of its own',
  submodule_changes: 'changes inside a submodule',
  refused_by_git: 'git does not hold such a name or encoding',
  unreadable: 'could not be read',
};

function leftOutText({ path, reason, size, files: count }: LeftOut): string {
  const much = size === undefined ? '' : ` (${(size / 1024 / 1024).toFixed(1)} MiB)`;
  const many = count === undefined ? '' : ` (${count})`;
  return `${inline(path)}, ${WHY[reason]}${much}${many}`;
}

/** Commands for the newest state from before each step, for what a person made, and for the newest of all. */
function goingBack(ours: readonly SeenCheckpoint[]): string {
  const steps = new Set<string>();
  const chosen = ours
    .filter(({ exists }) => exists)
    .filter(({ record: { kind, step } }, index) => {
      const first = kind === 'before_batch' && step !== undefined && !steps.has(step.key);
      if (first) steps.add(step.key);
      return first || kind === 'manual' || index === 0;
    });
  const commands = chosen.flatMap(({ record }) => {
    const command = rollbackCommand(record);
    const title = `### ${inline(`To ${record.name}`)}, ${time(record.created_at)}`;
    return command === undefined ? [] : [`${title}\n\n${fenced(command, 'sh')}`];
  });
  const about =
    'In the editor, “Roll Back…” shows first what would change, and takes plan status and run state back too. ' +
    'Without the editor, paste one of these into a POSIX shell (on Windows: Git Bash): files go back, HEAD, branch ' +
    'and index stay, the present state is kept under a ref first, and what no checkpoint holds is left alone.';
  return [
    '## Going back',
    commands.length === 0 ? 'There is nothing to return to.' : about,
    ...commands,
  ].join('\n\n');
}

function goingOn(folder: string, next: ReportInput['next']): string {
  if (next === undefined) return '## Going on\n\nEvery step is done.';
  const open = fenced(`code --reuse-window ${shellWord(folder)}`, 'sh');
  const step = inline(`step ${next.number} ${next.title}`);
  return `## Going on\n\nNext is ${step}. Open the folder, then choose “Resume” in the Stage Map:\n\n${open}`;
}
