/**
 * The folder of prompts of skills-foundry's stage runners (prompts.md 2): `.prompts/` as one plan, a prompt a step. There
 * is no status in it: commits and run logs are what a status rests on. The reports of a run lie outside of the folder.
 */
import { join, relative } from 'node:path';
import type { Plan, Stage, Step } from '../plan';
import { compareNumbers, plainNumber } from './coyote/names';
import type { PlanFormat, PlanSource } from './format';
import { unreadCommits } from './prompts/commits';
import { promptsDigest, type PromptsDigest } from './prompts/digest';
import { namedDocuments, promptsDocuments, type PromptsDocument, REPORTS } from './prompts/documents';
import { logsOf, otherLogs, unattempted } from './prompts/logs';
import { type Manifest, readManifest } from './prompts/manifest';
import { byNumber, isUnparseable, promptName } from './prompts/names';
import { promptsProblems } from './prompts/problems';
import { dependencyProblems } from './prompts/dependencyProblems';
import { type PromptFile, type PromptStage, stageSignals, stagesOf } from './prompts/stages';
import { promptSteps, unparseableStep } from './prompts/steps';

const MANIFEST = 'PROMPT_MANIFEST.md';
const STAGE_MANIFEST = /^PROMPT_STAGE(\d{1,9})_MANIFEST\.md$/;

export const prompts: PlanFormat<PromptsDigest> = {
  id: 'prompts',
  depth: 2,
  looksIn: (path) => /(?:^|\/)\.prompts$/.test(path),
  beside: [REPORTS],
  enters: (folder) => /^run-logs\/(?:stage\d*\/)?$/.test(folder),
  asksCommits: true,
  watches: [
    { folder: '', pattern: '*.{txt,md}' },
    { folder: 'run-logs', pattern: '{*,*/*}.md' },
    { folder: `../${REPORTS}`, pattern: '*.md' },
  ],

  /** A prompt with a name that the tool parses. */
  recognises: (listing) => listing.some((name) => promptName(name) !== undefined),

  reads(listing) {
    const manifests = listing.filter((name) => name === MANIFEST || STAGE_MANIFEST.test(name));
    return [...listing.filter((name) => promptsDigest.takes(name)), ...manifests, ...otherLogs(listing)];
  },

  digest: promptsDigest,

  read: readPlan,
};

function readPlan(source: PlanSource<PromptsDigest>): Plan {
  const { root, folder, listing } = source;
  const found = promptFiles(source);
  const { own, shared } = manifestsOf(source);
  const manifests = [...(shared ? [shared] : []), ...own.values()];
  const logs = logsOf(source, found);
  const signals = stageSignals(found, own, shared);
  const stages = stagesOf(found, signals);
  const steps = promptSteps({ source, prompts: found, stages, manifests, logs });
  const others = listing.filter(isUnparseable).map((name) => unparseableStep(source, join(root, name)));
  const documents = promptsDocuments(root, listing);
  const all = stages.map((stage) => stageWith(stage, steps, documents));
  const numbers = new Set(stages.map(({ number }) => number));
  const placed = new Set([...steps.values(), ...others].flatMap(({ problems }) => problems));
  return {
    id: `prompts:${root}`,
    format: 'prompts',
    terms: {
      plan: 'prompts',
      stage: 'stage',
      step: 'prompt',
      batch: 'batch',
      gate: 'confirmation',
      handoff: 'run log',
    },
    title: relative(folder, root).replaceAll('\\', '/') || 'Prompts',
    root,
    folder,
    overview: manifests[0]?.file,
    notes: undefined,
    stages: withOthers(all, others),
    hints: [...unreadCommits(source, manifests[0]?.file ?? found[0]?.file ?? root), ...unattempted(logs)],
    documents: namedDocuments(documents.filter(({ stage }) => stage === undefined || !numbers.has(stage))),
    problems: [
      ...source.problems.filter((problem) => !placed.has(problem)),
      ...promptsProblems({ prompts: found, names: listing, manifests, logs, signals }),
      ...dependencyProblems([...steps.values()]),
    ],
  };
}

function promptFiles({ root, listing, digests }: PlanSource<PromptsDigest>): PromptFile[] {
  const named = listing.flatMap((name) => {
    const parsed = promptName(name);
    const declared = digests.get(name)?.digest.prompt?.stage;
    return parsed === undefined ? [] : [{ ...parsed, file: join(root, name), declared }];
  });
  return named.sort(byNumber);
}

interface Manifests {
  /** Of one stage each, by its digits, in the order of their numbers. */
  readonly own: ReadonlyMap<string, Manifest>;
  readonly shared: Manifest | undefined;
}

function manifestsOf({ root, listing, files }: PlanSource<PromptsDigest>): Manifests {
  const read = (name: string): Manifest | undefined => {
    const text = files.get(name);
    return text && readManifest(text, join(root, name));
  };
  const own = listing.flatMap((name): [string, Manifest][] => {
    const number = STAGE_MANIFEST.exec(name)?.[1];
    const manifest = number === undefined ? undefined : read(name);
    return number === undefined || manifest === undefined ? [] : [[plainNumber(number), manifest]];
  });
  own.sort(([left], [right]) => compareNumbers(left, right));
  return { own: new Map(own), shared: read(MANIFEST) };
}

function stageWith(
  { key, title, number, stems, claims }: PromptStage,
  steps: ReadonlyMap<string, Step>,
  documents: readonly PromptsDocument[],
): Stage {
  return {
    key,
    title,
    claims,
    documents: namedDocuments(documents.filter(({ stage }) => number !== undefined && stage === number)),
    steps: stems.flatMap((stem) => steps.get(stem) ?? []),
  };
}

/** Files that cannot be run come last: among the steps of a flat plan, else apart. */
function withOthers(stages: readonly Stage[], others: readonly Step[]): Stage[] {
  if (others.length === 0) return [...stages];
  const last = stages.at(-1);
  if (last?.key === '' || last?.key === 'other') {
    return [...stages.slice(0, -1), { ...last, steps: [...last.steps, ...others] }];
  }
  return [...stages, { key: 'other', title: 'Other prompts', steps: others }];
}
