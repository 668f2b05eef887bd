/** Which step or stage a written dependency means (renn-gsd.md 2.3, 3). */

import { group } from './group';

/** A step as it may be called; texts, never numbers. */
export interface NamedStep {
  /** `Step.key`. */
  readonly key: string;
  /** The file's name without its extension: `03-01-PLAN`, `03.01-run`, `PLAN`. */
  readonly stem: string;
  /** The step's own part of the number: `01` of `03-01-PLAN`. */
  readonly number?: string;
}

export interface NamedStage {
  /** `Stage.key`. */
  readonly key: string;
  /** The folder's own name: `03-auth`. */
  readonly name: string;
  /** `03`, `38.6`, `36A`. */
  readonly number?: string;
  readonly steps: readonly NamedStep[];
}

/** What a dependency means; `others` are keys of further ones that the same words could mean. */
export type Target =
  | {
      readonly kind: 'step';
      readonly stage: string;
      readonly step: string;
      readonly others: readonly string[];
    }
  | { readonly kind: 'stage'; readonly stage: string; readonly others: readonly string[] };

/** Looks up what a step of the stage with key `stage` means by `text`; `undefined` where nothing fits. */
export type Resolve = (text: string, stage: string) => Target | undefined;

/** Longer is prose. */
const LONGEST = 300;
const NUMBER = /^\d{1,9}[A-Za-z]?(?:\.\d{1,9}){0,5}$/;

/**
 * The look-up for the stages of one area, in which numbers are unique or meant to be. Written forms: the name of a file
 * with or without its ending and folder, `NN-MM` and `NN.MM`, the bare number of a step, a stage by folder name, by what
 * follows the number in it, by number, or as `Phase 3`. What is near wins: the own stage before others, steps before stages.
 */
export function resolver(stages: readonly NamedStage[]): Resolve {
  const byKey = new Map(stages.map((stage) => [stage.key, stage]));
  const byName = group(stages, ({ name }) => name.toLowerCase());
  const bySlug = group(stages, ({ name }) => slugOf(name));
  const byNumber = group(stages, ({ number }) => (number === undefined ? undefined : sameNumber(number)));
  const steps = new Map<string, StepIndex>();
  const indexOf = (stage: NamedStage): StepIndex => {
    const known = steps.get(stage.key) ?? stepIndex(stage);
    steps.set(stage.key, known);
    return known;
  };
  const stagesNamed = (text: string): readonly NamedStage[] =>
    byName.get(text.toLowerCase()) ?? byNumber.get(sameNumber(text)) ?? bySlug.get(text.toLowerCase()) ?? [];
  const stepsIn = (
    candidates: readonly NamedStage[],
    find: (index: StepIndex) => Found,
  ): Target | undefined =>
    stepTarget(
      candidates.flatMap((stage) =>
        (find(indexOf(stage)) ?? []).map(({ key }) => ({ stage: stage.key, key })),
      ),
    );

  /** A number that is a stage's own is never one of a stage and a step: `01.1`. */
  const pairsElsewhere = (name: string): ReturnType<typeof numberPairs> =>
    byNumber.has(sameNumber(name)) ? [] : numberPairs(name);

  return (text, own) => {
    const words = wordsOf(text);
    if (words === undefined) return undefined;
    const here = byKey.get(own);
    const near = here === undefined ? [] : [here];
    const { folder, name, stageOnly } = words;
    if (folder !== undefined) {
      const named = stagesNamed(folder);
      const preferred = here && named.includes(here) ? near : named;
      const found = stepsIn(preferred, (index) => inStage(index, name));
      if (found) return found;
    }
    if (!stageOnly) {
      const found =
        stepsIn(near, (index) => inStage(index, name)) ??
        pairsElsewhere(name).reduce<Target | undefined>(
          (earlier, { stage, step }) =>
            earlier ?? stepsIn(byNumber.get(stage) ?? [], (index) => index.byNumber.get(step)),
          undefined,
        );
      if (found) return found;
    }
    const [first, ...others] = stagesNamed(name);
    return first && { kind: 'stage', stage: first.key, others: others.map(({ key }) => key) };
  };
}

type Found = readonly NamedStep[] | undefined;

interface StepIndex {
  readonly number: string | undefined;
  readonly byStem: ReadonlyMap<string, readonly NamedStep[]>;
  readonly byNumber: ReadonlyMap<string, readonly NamedStep[]>;
}

/** The one step of a stage whose name has no number of its own is its first: `361-PLAN` is `361-01`. */
function numbersOf(steps: readonly NamedStep[]): ReadonlyMap<string, readonly NamedStep[]> {
  const [only, ...others] = steps;
  if (only !== undefined && only.number === undefined && others.length === 0) return new Map([['1', [only]]]);
  return group(steps, (step) => (step.number === undefined ? undefined : sameNumber(step.number)));
}

function stepIndex({ number, steps }: NamedStage): StepIndex {
  return {
    number: number === undefined ? undefined : sameNumber(number),
    byStem: group(steps, ({ stem }) => withoutKind(stem).toLowerCase()),
    byNumber: numbersOf(steps),
  };
}

/** A step of the stage: by its name, by number after the stage's own, by number alone. */
function inStage(index: StepIndex, name: string): Found {
  const byStem = index.byStem.get(name.toLowerCase());
  if (byStem) return byStem;
  for (const { stage, step } of numberPairs(name)) {
    const found = stage === index.number ? index.byNumber.get(step) : undefined;
    if (found) return found;
  }
  return index.byNumber.get(sameNumber(name));
}

function stepTarget(found: readonly { stage: string; key: string }[]): Target | undefined {
  const [first, ...others] = found;
  return first && { kind: 'step', stage: first.stage, step: first.key, others: others.map(({ key }) => key) };
}

/** A written dependency without what is around the name; `undefined` for prose. */
function wordsOf(text: string): { folder?: string; name: string; stageOnly: boolean } | undefined {
  if (text.length > LONGEST) return undefined;
  const parts = text
    .trim()
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '');
  const last = withoutKind((parts.at(-1) ?? '').replace(/\.md$/i, ''));
  const folder = parts.at(-2);
  const [, word, rest] = /^(phase|stage|plan|run|step)[ _-]?(\d.*)$/i.exec(last) ?? [];
  const name = withoutRemark(rest ?? last);
  if (name === '') return undefined;
  const stageOnly = /^(?:phase|stage)$/i.test(word ?? '') && !/\d[-.]\d{2}/.test(name);
  return { name, stageOnly, ...(folder === undefined ? {} : { folder }) };
}

/** `01-02 (needs the schema)` is `01-02`. */
function withoutRemark(text: string): string {
  const space = text.search(/[ :,(]/);
  const head = space === -1 ? text : text.slice(0, space);
  return /^\d/.test(head) ? head : text;
}

/** A file's stem without the word for its kind: `03-01` of `03-01-PLAN`, `03-01-SUMMARY`, `03.01-run`. */
export function withoutKind(stem: string): string {
  return stem.replace(/[-.](?:plan|summary|run|recap)$/i, '');
}

/** Every reading of `NN-MM…` and `NN.MM…` as a stage and a step, the longest stage first. */
function numberPairs(name: string): { stage: string; step: string }[] {
  const found: { stage: string; step: string }[] = [];
  for (let at = Math.min(name.length - 2, 40); at > 0; at -= 1) {
    if (!'-.'.includes(name.charAt(at))) continue;
    const [, step] = /^(\d{1,9}[A-Za-z]?)(?:$|-)/.exec(name.slice(at + 1)) ?? [];
    const stage = name.slice(0, at);
    if (step !== undefined && NUMBER.test(stage))
      found.push({ stage: sameNumber(stage), step: sameNumber(step) });
  }
  return found;
}

/** The same text for numbers that are the same: no zeros in front of a part, letters in upper case. `1.10` is not `1.1`. */
function sameNumber(text: string): string {
  return text.toUpperCase().replace(/(^|\.)0+(?=\d)/g, '$1');
}

/** What follows the number in a folder's name: `auth` of `03-auth`. */
function slugOf(name: string): string | undefined {
  return /^[\dA-Za-z.]*\d[A-Za-z]?-(\D.*)$/.exec(name)?.[1]?.toLowerCase();
}
