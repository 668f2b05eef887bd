/** Small stages by seed: steps, dependencies, batches, what their agents do, and what a person answers. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentOutcome } from '../../../../src/core/agentResult';
import type { AgentTask } from '../../../../src/core/agentTask';
import type { StagePolicy } from '../../../../src/core/batch/policy';
import type { Gate } from '../../../../src/core/gateRecord';
import type { Plan, Step } from '../../../../src/core/plan';
import type { Run } from '../../../../src/core/run';
import { result, type World } from './world';

interface RandomStep {
  readonly key: string;
  readonly batch: string | undefined;
  /** Keys; `elsewhere` is never done. */
  readonly needs: readonly string[];
  readonly files: readonly string[];
  readonly asks: boolean;
  /** What its runs come to, by attempt; beyond the last they are done. */
  readonly runs: readonly ('done' | 'failed' | 'not started')[];
}

export interface RandomStage {
  readonly seed: number;
  readonly policy: StagePolicy;
  readonly steps: readonly RandomStep[];
}

/** The same number from 0 to 1 for the same words, whenever they are asked. */
export function chance(seed: number, ...words: readonly (string | number)[]): number {
  let hash = 2166136261 ^ seed;
  for (const character of words.join('|')) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
  hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

export function pick<T>(items: readonly T[], at: number): T {
  const item = items[Math.min(items.length - 1, Math.floor(at * items.length))];
  if (item === undefined) throw new Error('Nothing to choose from');
  return item;
}

export function randomStage(seed: number): RandomStage {
  const of = (...words: (string | number)[]): number => chance(seed, ...words);
  const kind = pick(['batches', 'batches', 'batches', 'alone', 'size'] as const, of('kind'));
  // Something that all steps have in common.
  const isWrong = of('wrong') < 0.2;
  const count = 1 + Math.floor(of('count') * 5);
  const steps = Array.from({ length: count }, (_, at): RandomStep => {
    const earlier = Array.from({ length: at }, (__, other) => `s${other}`);
    const needs = earlier.filter((other) => of('needs', at, other) < 0.3);
    return {
      key: `s${at}`,
      batch: kind === 'batches' ? String(1 + Math.floor((at * 3 * of('batches')) / count)) : undefined,
      needs: of('elsewhere', at) < 0.07 ? [...needs, 'elsewhere'] : needs,
      files: of('silent', at) < 0.1 ? [] : [pick(['a', 'b', 'c', 'd', 'e'], of('file', at))],
      asks: of('asks', at) < 0.2,
      runs: [1, 2].map((run) =>
        of('fails', at, run) < (isWrong ? 0.8 : 0.2)
          ? pick(['failed', 'failed', 'not started'], of('how', at, run))
          : 'done',
      ),
    };
  });
  const policy: StagePolicy = {
    parallel: 1 + Math.floor(of('parallel') * 3),
    stopAfter: pick(['stage', 'stage', 'gate', { batches: 1 }, { batches: 2 }] as const, of('until')),
    ...(kind === 'size' && { batchSize: 2 }),
  };
  return { seed, policy, steps };
}

/** The plan as the disk has it: a recap completes a step. */
export function planOf({ steps }: RandomStage, world: World): Plan {
  const root = join(world.folder, 'sample');
  const isDone = (key: string): boolean => existsSync(recapOf(root, key));
  const made = steps.map(({ key, batch, needs, files }): Step => {
    const mark = isDone(key) ? 'complete' : 'pending';
    const recap = recapOf(root, key);
    return {
      ...{ key, number: key, title: `Step ${key}`, file: join(root, `${key}.md`), testCommands: [] },
      ...{ mark, meant: mark, markText: '', files, handoffFile: recap, problems: [] },
      dependsOn: needs.map((need) =>
        isDone(need)
          ? { number: need, satisfied: true, step: need }
          : { number: need, satisfied: false, step: need, reason: `${need} has no recap` },
      ),
      handoff: mark === 'complete' ? { file: recap, result: 'complete', defects: [] } : undefined,
      ...(mark === 'complete' && { evidence: { file: recap, source: 'recap' } }),
      ...(batch !== undefined && { batch: { key: batch } }),
    };
  });
  return {
    ...{ id: `sample:${root}`, format: 'sample', title: 'Sample', root, folder: world.folder },
    ...{ overview: undefined, notes: undefined, problems: [] },
    terms: { plan: 'plan', stage: 'stage', step: 'step', batch: 'batch', gate: 'gate', handoff: 'recap' },
    stages: [{ key: '', title: '', steps: made }],
  };
}

function recapOf(root: string, key: string): string {
  return join(root, 'recaps', `${key}.md`);
}

/** What an agent does, by its step, the attempt of its run, and what it was answered. */
export function carryOut(stage: RandomStage, world: World, task: AgentTask, attempt: number): AgentOutcome {
  const step = stage.steps.find(({ key }) => key === task.step.key);
  if (step === undefined) throw new Error(`No step ${task.step.key}`);
  if (step.asks && task.answers.length === 0) {
    const gate = { type: 'decision', title: 'Choice', details: 'Which way?', options: ['left', 'right'] };
    return { kind: 'result', result: { status: 'gate', summary: 'Asks.', fields: {}, gate } };
  }
  switch (step.runs[attempt - 1] ?? 'done') {
    case 'not started':
      return { kind: 'not_started', problem: 'There is no such program.' };
    case 'failed':
      return result('complete', 'Could not.');
    case 'done': {
      const answers = task.answers.map(({ answer }) => answer).join(', ');
      world.write({ [`sample/recaps/${step.key}.md`]: `## Summary\n${step.key} ${attempt} ${answers}\n` });
      return result('complete');
    }
  }
}

/** What a person answers, by what is asked and how far the stage is. */
export function choiceAt({ seed }: RandomStage, gate: Gate, run: Run | undefined): string {
  const times = (run?.gates ?? []).filter(({ gate: { title } }) => title === gate.title).length;
  switch (gate.title) {
    case 'Steps failed':
      // Nobody tries for ever.
      return times > 4
        ? 'continue'
        : pick(['continue', 'retry', 'retry', 'skip', 'stop'], chance(seed, gate.title, times));
    case 'Steps blocked':
      return pick(['run them all the same', 'leave them out', 'stop'], chance(seed, gate.title, times));
    default:
      return pick(['left', 'right'], chance(seed, gate.title, gate.step.key));
  }
}
