/** `resolve_step`: which step runs, what it builds on, and whether it may (coyote.md 1.3, 1.4). */
import { join } from 'node:path';
import type { FileChange } from '../events';
import { blockingReason, dependenciesOf } from '../formats/coyote/dependencies';
import { lookup, stepName } from '../formats/coyote/names';
import { withStatus } from '../formats/coyote/status';
import { readStep } from '../formats/coyote/step';
import type { FileText } from '../formats/format';
import type { ActionContext, ActionDone, ActionResult } from './action';
import { capped, textOf } from './read';
import { markdownKeys, previousHandoff, stepInPrompt } from './stepFiles';

const PLAN_BYTES = 24_000;
const HANDOFF_BYTES = 16_000;
const NOTES_BYTES = 8_000;

/** Finds the step, marks it in progress (before any gate), gathers its context and weighs its dependencies. */
export async function resolveStep(context: ActionContext): Promise<ActionResult> {
  const folder = join(context.plansDir, 'steps');
  const keys = markdownKeys(await context.listFiles(folder));
  if (keys.length === 0) return unresolved(`No step plans (*.md) in ${folder}.`);
  const key = await select(context, folder, keys);
  if (typeof key === 'object') return unresolved(key.problem);
  const name = stepName(key);
  if (name === undefined) return unresolved(`Step plan filename must start with a number: ${key}.md`);
  const path = join(folder, `${key}.md`);
  const before = await context.readText(path);
  if (before === undefined) return unresolved(`The step plan ${path} is gone.`);

  const marked = withStatus(before, 'in-progress');
  const changes: FileChange[] = [];
  if ('text' in marked) {
    await context.writeText(path, marked.text);
    changes.push({ file: path, what: 'status: in-progress' });
  }
  const plan = 'text' in marked ? marked.text : before;
  const gathered = await gather(context, { key, number: name.number, path, plan });
  return {
    updates: {
      project_dir: context.projectDir,
      plans_dir: context.plansDir,
      step_number: Number(name.number),
      step_slug: name.slug,
      step_plan_path: path,
      handoff_path: join(context.plansDir, 'handoffs', `${key}.md`),
      ...gathered.updates,
      step_title: gathered.title === '' ? name.slug : gathered.title,
      blocking_reason: gathered.blocking,
    },
    // Where a stage runs it all the same, a person has said so there.
    ...(gathered.blocking !== '' && context.header.parent === undefined && { next: 'gate_blocked' }),
    ...(changes.length > 0 && { changes }),
    ...(gathered.note !== '' && { note: gathered.note }),
  };
}

function unresolved(reason: string): ActionDone {
  return { updates: { blocking_reason: reason }, next: 'end_failure', note: reason };
}

/** The key of the step plan that is meant, or why there is none. */
async function select(
  context: ActionContext,
  folder: string,
  keys: readonly string[],
): Promise<string | { readonly problem: string }> {
  const exact = textOf(context.state, 'step_file');
  if (exact !== '') {
    return (
      keys.find((key) => `${key}.md` === exact) ?? { problem: `There is no step plan ${exact} in ${folder}.` }
    );
  }
  const step = textOf(context.state, 'step') || 'next';
  const typed = step === 'next' ? stepInPrompt(textOf(context.state, 'initial_prompt')) : step;
  if (typed === undefined) return selectNext(context, folder, keys);
  if (!/^[0-9]+$/.test(typed)) return { problem: `"${typed}" is neither a step number nor "next".` };
  return lookup(keys, typed)[0] ?? { problem: `There is no step plan with number ${typed} in ${folder}.` };
}

/** The first step in progress wins, even after earlier pending ones; dependencies are not asked. */
async function selectNext(
  context: ActionContext,
  folder: string,
  keys: readonly string[],
): Promise<string | { readonly problem: string }> {
  let pending: string | undefined;
  for (const key of keys) {
    const path = join(folder, `${key}.md`);
    const { mark } = readStep(file((await context.readText(path)) ?? ''), path);
    if (mark === 'in-progress') return key;
    if (mark === 'pending') pending ??= key;
  }
  return pending ?? { problem: `No step plan in ${folder} is in-progress or pending.` };
}

const file = (text: string): FileText => ({ text, modified: 0 });

interface Resolved {
  readonly key: string;
  readonly number: string;
  readonly path: string;
  readonly plan: string;
}

interface Gathered {
  readonly updates: Readonly<Record<string, string>>;
  readonly title: string;
  /** Why the step is blocked; empty when it is not. */
  readonly blocking: string;
  readonly note: string;
}

async function gather(context: ActionContext, step: Resolved): Promise<Gathered> {
  const folder = join(context.plansDir, 'handoffs');
  const keys = markdownKeys(await context.listFiles(folder));
  const texts = new Map<string, FileText>();
  for (const key of keys) {
    const text = await context.readText(join(folder, `${key}.md`));
    if (text !== undefined) texts.set(key, file(text));
  }
  const text = readStep(file(step.plan), step.path);
  const named = { key: step.key, number: step.number, file: step.path, text };
  const dependencies = dependenciesOf(named, [], { keys, steps: [], folder, texts });
  const previous = previousHandoff(keys, step.number);
  const notesPath = join(context.plansDir, 'NOTES.md');
  const notes = await context.readText(notesPath);
  const { fit, cut } = fitting();
  const updates = {
    step_plan: fit('The step plan', step.plan, PLAN_BYTES),
    prev_handoff_path: previous === undefined ? '(none)' : join(folder, `${previous}.md`),
    prev_handoff:
      previous === undefined
        ? '(none - this is the first step)'
        : fit('The previous handoff', texts.get(previous)?.text ?? '', HANDOFF_BYTES),
    notes_path: notesPath,
    notes: notes === undefined ? '(none)' : fit('NOTES.md', notes, NOTES_BYTES),
  };
  return { updates, title: text.title, blocking: blockingReason(dependencies), note: cut.join(' ') };
}

/** Cuts texts to their byte caps and remembers which were cut. */
function fitting(): { fit: (what: string, text: string, bytes: number) => string; cut: readonly string[] } {
  const cut: string[] = [];
  const fit = (what: string, text: string, bytes: number): string => {
    const start = capped(text, bytes);
    if (start !== text)
      cut.push(`${what} is longer than ${bytes.toString()} bytes: the agent is given its beginning.`);
    return start;
  };
  return { fit, cut };
}
