/** Which prompts make a stage: nobody records it, so the signals of prompts.md 2.2 decide, in their order. */
import type { Claim } from '../../plan';
import { group } from '../../group';
import { compareNumbers } from '../coyote/names';
import type { Manifest } from './manifest';
import { type PromptName, referred } from './names';

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
  /** Which signals decided. */
  readonly claims: readonly Claim[];
}

/** What one signal says about one stage. */
export interface Signal {
  readonly stage: string;
  /** By number. */
  readonly stems: readonly string[];
  /** Who says so, as a person reads it: `PROMPT_STAGE2_MANIFEST.md`. */
  readonly source: string;
  readonly by: 'overview' | 'plan';
  /** Absolute path and line from 0, where one file says so. */
  readonly file?: string;
  readonly line?: number;
}

/**
 * Every signal, in the order in which they decide.
 * @param prompts by number
 * @param own the manifests `PROMPT_STAGE<k>_MANIFEST.md` by `k`, in the order of the numbers
 * @param shared `PROMPT_MANIFEST.md`
 */
export function stageSignals(
  prompts: readonly PromptFile[],
  own: ReadonlyMap<string, Manifest>,
  shared: Manifest | undefined,
): Signal[] {
  return [...ownSignals(prompts, own), ...sharedSignals(prompts, shared), ...headSignals(prompts)];
}

/** The signal that decides for each prompt: the first that names it. */
export function deciding(signals: readonly Signal[]): ReadonlyMap<string, Signal> {
  const found = new Map<string, Signal>();
  for (const signal of signals)
    for (const stem of signal.stems) if (!found.has(stem)) found.set(stem, signal);
  return found;
}

/**
 * The stages in order. Without any signal all prompts are one stage. Of prompts that no signal names, those before the
 * first prompt of a later stage are the first stage, and the others stay apart.
 * @param prompts by number
 */
export function stagesOf(prompts: readonly PromptFile[], signals: readonly Signal[]): PromptStage[] {
  if (signals.length === 0) {
    return [{ key: '', title: '', stems: prompts.map(({ stem }) => stem), claims: [] }];
  }
  const decided = deciding(signals);
  const isLater = ({ stem }: PromptFile): boolean => compareNumbers(decided.get(stem)?.stage ?? '0', '1') > 0;
  const firstLater = prompts.findIndex(isLater);
  const stageAt = (stem: string, at: number): string =>
    decided.get(stem)?.stage ?? (at < firstLater ? '1' : OTHER);
  const placed = prompts.map(({ stem }, at) => ({ stem, stage: stageAt(stem, at) }));
  const groups = group(placed, ({ stage }) => stage);
  const stemsOf = (stage: string): string[] => (groups.get(stage) ?? []).map(({ stem }) => stem);
  const numbers = [...groups.keys()].filter((number) => number !== OTHER).sort(compareNumbers);
  return [
    ...numbers.map((number) => stageOf(number, stemsOf(number), signals, decided)),
    ...(groups.has(OTHER) ? [{ key: OTHER, title: 'Other prompts', stems: stemsOf(OTHER), claims: [] }] : []),
  ];
}

const OTHER = 'other';

function stageOf(
  number: string,
  stems: readonly string[],
  signals: readonly Signal[],
  decided: ReadonlyMap<string, Signal>,
): PromptStage {
  const claims = signals
    .filter(({ stage }) => stage === number)
    .flatMap((signal): Claim[] => {
      const { by, source, file, line } = signal;
      const count = signal.stems.filter((stem) => decided.get(stem) === signal).length;
      if (count === 0) return [];
      const says = `stage ${number}: ${count} ${count === 1 ? 'prompt' : 'prompts'} by ${source}`;
      return [{ by, says, ...(file !== undefined && { file }), ...(line !== undefined && { line }) }];
    });
  return { key: `stage${number}`, title: `Stage ${number}`, number, stems, claims };
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
  const source = file.replace(/^.*[\\/]/, '');
  return [{ stage, stems, source, by: 'overview', file, ...(line !== undefined && { line }) }];
}

/** (3) the prompts' own first lines. */
function headSignals(prompts: readonly PromptFile[]): Signal[] {
  const numbers = new Set(prompts.flatMap(({ declared }) => declared?.number ?? []));
  return [...numbers].map((stage) => {
    const named = prompts.filter(({ declared }) => declared?.number === stage);
    return { stage, stems: named.map(({ stem }) => stem), source: 'their first lines', by: 'plan' };
  });
}
