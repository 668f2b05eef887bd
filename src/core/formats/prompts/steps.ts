/** The prompts of a folder as steps, each with what commits, logs and lists say about it. */
import { basename, dirname, join } from 'node:path';
import type { Claim, Handoff, PlanMark, Step } from '../../plan';
import { group } from '../../group';
import { oneLine } from '../../oneLine';
import type { PromptsDigest } from './digest';
import type { PlanSource } from '../format';
import { commitIndex, commitKey, commitsIn, type CommitEvidence } from './commits';
import { dependenciesOf, type PromptRow, rowsByStem, waitingOf } from './dependencies';
import { inOrder, type PromptLogs } from './logs';
import type { Manifest } from './manifest';
import type { PromptStage, PromptFile } from './stages';
import { type FoundLog, hasTrace, logWord, standing, type Standing } from './status';
import { emptyProblem, unparseableProblem } from './problems';

export interface PromptsRead {
  readonly source: PlanSource<PromptsDigest>;
  /** By number. */
  readonly prompts: readonly PromptFile[];
  readonly stages: readonly PromptStage[];
  readonly manifests: readonly Manifest[];
  readonly logs: PromptLogs;
}

interface Traced {
  readonly prompt: PromptFile;
  readonly stage: PromptStage | undefined;
  readonly commit: CommitEvidence;
  readonly logs: readonly FoundLog[];
  readonly standing: Standing;
}

/** Every prompt with a name that the tool parses, by its stem. */
export function promptSteps(read: PromptsRead): ReadonlyMap<string, Step> {
  const { source, prompts, manifests } = read;
  const traced = new Map(tracesOf(read).map((one) => [one.prompt.stem, one]));
  const rows = rowsByStem(manifests, prompts);
  const problems = group(source.problems, ({ file }) => file);
  const steps = Array.from(traced.values(), (one): Step => {
    const { prompt, stage, logs } = one;
    const [log] = logs;
    const body = source.digests.get(`${prompt.stem}.txt`)?.digest.prompt;
    const waiting = waitingOf(prompt, body, rows.get(prompt.stem) ?? []);
    const place = join(source.root, 'run-logs', `stage${stage?.number ?? ''}`, `${prompt.stem}.md`);
    return {
      key: prompt.stem,
      number: prompt.number,
      title: body?.title || prompt.stem,
      file: prompt.file,
      ...one.standing,
      dependsOn: dependenciesOf(prompt, waiting.references, prompts, (stem) => traced.get(stem)?.standing),
      handoff: log && handoffOf(log),
      handoffFile: log?.file ?? place,
      testCommands: [],
      ...(log?.said.batch && { batch: { key: log.said.batch, declared: log.said.batch } }),
      ...(body && body.files.length > 0 && { files: body.files }),
      claims: [...claimsOf(one), ...statusClaims(rows.get(prompt.stem) ?? []), ...waiting.advice],
      documents: logs.slice(1).map(({ file }) => ({ kind: 'run log', file })),
      ...(body === undefined && problems.has(prompt.file) && { unread: true as const }),
      problems: [
        ...(problems.get(prompt.file) ?? []),
        ...(body?.title === '' ? [emptyProblem(prompt.file)] : []),
      ],
    };
  });
  return new Map(steps.map((step) => [step.key, step]));
}

/** A file whose name the tool cannot parse: shown, never run. */
export function unparseableStep(source: PlanSource<PromptsDigest>, file: string): Step {
  const stem = basename(file).slice(0, -'.txt'.length);
  return {
    key: stem,
    number: undefined,
    title: source.digests.get(basename(file))?.digest.prompt?.title || stem,
    file,
    mark: 'unrecognised',
    meant: 'unrecognised',
    markText: 'a name that the tool cannot parse',
    dependsOn: [],
    handoff: undefined,
    handoffFile: join(source.root, 'run-logs', 'stage', `${stem}.md`),
    testCommands: [],
    uncounted: true,
    problems: [unparseableProblem(file), ...source.problems.filter((problem) => problem.file === file)],
  };
}

function tracesOf({ source, prompts, stages, logs }: PromptsRead): Traced[] {
  const stageOf = new Map(stages.flatMap((stage) => stage.stems.map((stem) => [stem, stage] as const)));
  const commitOf = commitsOf(source, prompts);
  const found = prompts.map((prompt) => {
    const stage = stageOf.get(prompt.stem);
    const own = inOrder(logs.byStem.get(prompt.stem) ?? [], stage?.number);
    return { prompt, stage, commit: commitOf(prompt), logs: own };
  });
  // Without a commit there is nothing that could bear a run log out.
  const read = typeof source.commits === 'object';
  const asked = read && commitsIn(source).length > 0;
  const last = found.findLastIndex(({ commit, logs: [log] }) => hasTrace({ commit, log }));
  return found.map((one, at) => {
    const { file, system } = one.prompt;
    const traces = { file, system, commit: one.commit, asked, read, log: one.logs[0], passed: at < last };
    return { ...one, standing: standing(traces) };
  });
}

/**
 * What commits say of each prompt. Numbers name the prompts of the folder at the top of the workspace folder; those of
 * one deeper down may be meant or not, so there every match is a loose one.
 */
function commitsOf(
  source: PlanSource<PromptsDigest>,
  prompts: readonly PromptFile[],
): (prompt: PromptFile) => CommitEvidence {
  const { root, folder } = source;
  const index = commitIndex(commitsIn(source));
  const tasks = new Set(prompts.filter(({ system }) => !system).map(({ id }) => id));
  const isTop = dirname(root) === folder;
  return ({ id, system }) => {
    const byNumber = system && tasks.has(id) ? undefined : index.get(commitKey(id, false));
    const found = { ...byNumber, ...(system ? index.get(commitKey(id, true)) : undefined) };
    if (isTop) return found;
    const { strict, loose = strict, other } = found;
    return { ...(loose && { loose }), ...(other && { other }) };
  };
}

/** A log without a status says nothing about how its prompt ended. */
function handoffOf({ file, said, modified }: FoundLog): Handoff {
  const word = logWord(said);
  const defects = word === 'failure' ? [`status: ${said.status ?? ''}`] : [];
  return { file, result: word === 'success' ? 'complete' : undefined, defects, modified };
}

function claimsOf({ prompt, commit, logs }: Traced): Claim[] {
  const { strict, loose, reverted, other } = commit;
  const commits = [
    strict && { commit: strict, file: prompt.file, means: 'complete' as const },
    loose && { commit: loose, means: 'complete' as const, weak: true as const },
    reverted && { commit: { ...reverted, subject: `${reverted.subject} (reverted)` }, weak: true as const },
    other && { commit: other, weak: true as const },
  ].filter((one) => one !== undefined);
  return [
    ...commits.map(({ commit: { subject, at }, ...rest }): Claim => ({
      by: 'commit',
      says: oneLine(subject),
      since: at,
      ...rest,
    })),
    ...logs.map(logClaim),
  ];
}

function logClaim({ file, said }: FoundLog): Claim {
  const { status, line, batch, checkpoint, finished, commits = [] } = said;
  const parts = [
    status === undefined ? 'a run log without a status' : `status: ${status}`,
    ...(batch === undefined ? [] : [`batch ${batch}`]),
    ...(checkpoint === undefined ? [] : [`checkpoint ${checkpoint}`]),
    ...(commits.length === 0 ? [] : [`commits ${commits.map((sha) => sha.slice(0, 7)).join(' ')}`]),
  ];
  return {
    by: 'log',
    says: parts.join(', '),
    file,
    ...(line !== undefined && { line }),
    ...(finished !== undefined && { since: finished }),
    ...(logWord(said) === 'success' && { means: 'complete' as const }),
  };
}

const MEANINGS: Readonly<Record<string, PlanMark>> = { executed: 'complete', planned: 'pending' };

/** The hand-kept column goes stale: never more than a hint. */
function statusClaims(rows: readonly PromptRow[]): Claim[] {
  return rows.flatMap(({ status, file, line }): Claim[] => {
    if (status === undefined) return [];
    const word = status.toLowerCase();
    const means = Object.hasOwn(MEANINGS, word) ? MEANINGS[word] : undefined;
    return [{ by: 'overview', says: `Status: ${status}`, file, line, weak: true, ...(means && { means }) }];
  });
}
