/** Which prompts make a stage: nobody records it, so the signals of prompts.md 2.2 decide, in their order. */
import type { Claim } from '../plan';
import { compareNumbers } from './coyoteNames';
import type { Manifest } from './promptsManifest';
import { byNumber, type PromptName, referred } from './promptsNames';

export interface PromptFile extends PromptName {
  /** The stage that its own first line names. */
  readonly declared: { readonly number: string; readonly text: string } | undefined;
  /** Absolute path. */
  readonly file: string;
}

export interface PromptStage {
  /** `stage2`; `other` for prompts that no signal names; empty for the one stage of a plan without signals. */
  readonly key: string;
  readonly title: string;
  readonly number?: string;
  readonly stems: readonly string[];
  /** Which signal decided. */
  readonly claims: readonly Claim[];
}

/** What one signal says about one stage. */
export interface Signal {
  readonly stage: string;
  readonly stems: readonly string[];
  readonly claim: Claim;
}

/**
 * Every signal, in the order in which they decide.
 * @param prompts by number
 * @param own the manifests `PROMPT_STAGE<k>_MANIFEST.md` by `k`
 * @param shared `PROMPT_MANIFEST.md`
 */
export function stageSignals(
  prompts: readonly PromptFile[],
  own: ReadonlyMap<string, Manifest>,
  shared: Manifest | undefined,
): Signal[] {
  return [...ownSignals(prompts, own), ...sharedSignals(prompts, shared), ...headSignals(prompts)];
}

/**
 * The stages in order; the first signal that speaks of a stage decides it, and a prompt is in the first stage that has it.
 * Without any signal all prompts are one stage. Those before the first prompt of a later stage are the first stage;
 * others that no signal names stay apart.
 * @param prompts by number
 */
export function stagesOf(prompts: readonly PromptFile[], signals: readonly Signal[]): PromptStage[] {
  const numbers = [...new Set(signals.map(({ stage }) => stage))].sort(compareNumbers);
  if (numbers.length === 0) {
    return [{ key: '', title: '', stems: prompts.map(({ stem }) => stem), claims: [] }];
  }
  const taken = new Set<string>();
  const stages = numbers.map((number) => {
    const signal = signals.find(({ stage }) => stage === number);
    const stems = (signal?.stems ?? []).filter((stem) => !taken.has(stem));
    for (const stem of stems) taken.add(stem);
    return stageOf(number, stems, signal ? [signal.claim] : []);
  });
  return withRest(stages, prompts, taken).filter(({ stems }) => stems.length > 0);
}

function stageOf(number: string, stems: readonly string[], claims: readonly Claim[]): PromptStage {
  return { key: `stage${number}`, title: `Stage ${number}`, number, stems, claims };
}

function withRest(
  stages: readonly PromptStage[],
  prompts: readonly PromptFile[],
  taken: ReadonlySet<string>,
): PromptStage[] {
  const later = new Set(stages.filter(({ number }) => number !== '1').flatMap(({ stems }) => stems));
  const first = prompts.find(({ stem }) => later.has(stem));
  const rest = prompts.filter(({ stem }) => !taken.has(stem));
  const isBefore = (prompt: PromptFile): boolean => first !== undefined && byNumber(prompt, first) < 0;
  const before = rest.filter(isBefore);
  const others = rest.filter((prompt) => !isBefore(prompt));
  const named = stages.find(({ number }) => number === '1');
  const stems = [...(named?.stems ?? []), ...before.map(({ stem }) => stem)];
  const order = new Map(prompts.map(({ stem }, at) => [stem, at]));
  stems.sort((left, right) => (order.get(left) ?? 0) - (order.get(right) ?? 0));
  return [
    stageOf('1', stems, named?.claims ?? []),
    ...stages.filter(({ number }) => number !== '1'),
    { key: 'other', title: 'Other prompts', stems: others.map(({ stem }) => stem), claims: [] },
  ];
}

/** (1) the stage's own manifest. */
function ownSignals(prompts: readonly PromptFile[], own: ReadonlyMap<string, Manifest>): Signal[] {
  return [...own].flatMap(([stage, manifest]) => signalOf(stage, prompts, manifest, manifest.rows));
}

/** (2) the stage's part of the manifest of all. */
function sharedSignals(prompts: readonly PromptFile[], shared: Manifest | undefined): Signal[] {
  if (shared === undefined) return [];
  const numbers = new Set(shared.rows.flatMap(({ stage }) => stage ?? []));
  return [...numbers].flatMap((number) =>
    signalOf(
      number,
      prompts,
      shared,
      shared.rows.filter(({ stage }) => stage === number),
    ),
  );
}

function signalOf(
  stage: string,
  prompts: readonly PromptFile[],
  { file }: Manifest,
  rows: Manifest['rows'],
): Signal[] {
  const named = new Set(
    rows.flatMap(({ references }) => references.flatMap((one) => referred(one, prompts))),
  );
  if (named.size === 0) return [];
  const stems = prompts.filter((prompt) => named.has(prompt)).map(({ stem }) => stem);
  const line = rows[0]?.line;
  const says = `stage ${stage}: ${count(stems.length)} by ${file.replace(/^.*[\\/]/, '')}`;
  return [{ stage, stems, claim: { by: 'overview', says, file, ...(line !== undefined && { line }) } }];
}

/** (3) the prompts' own first lines. */
function headSignals(prompts: readonly PromptFile[]): Signal[] {
  const numbers = new Set(prompts.flatMap(({ declared }) => declared?.number ?? []));
  return [...numbers].map((stage) => {
    const named = prompts.filter(({ declared }) => declared?.number === stage);
    const says = `stage ${stage}: ${count(named.length)} by their first lines`;
    return { stage, stems: named.map(({ stem }) => stem), claim: { by: 'plan', says } };
  });
}

function count(prompts: number): string {
  return prompts === 1 ? '1 prompt' : `${prompts} prompts`;
}
