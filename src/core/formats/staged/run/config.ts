/** What `config.json` says about running (renn-gsd.md 1.10, 2.5), as documented. What is not understood has its default. */
import { basename, dirname } from 'node:path';
import { type Fields, isObject, readObject } from '../../../jsonObject';
import { fileProblem, type Problem } from '../../../problem';
import type { FileText } from '../../format';
import { readConfig, type StagedConfig, valueOf } from '../config';
import type { StagedProfile } from '../names';
import type { GateType } from './gateReturn';

/** Which models a project's agents have, in GSD's words; `inherit` is the model that the agent's program has by itself. */
export type ModelTier = 'quality' | 'balanced' | 'budget' | 'inherit';

export interface RunConfig {
  readonly tier: ModelTier;
  /** Whether the steps of a batch may run at the same time, how many at most, and from how many steps on. */
  readonly parallel: boolean;
  readonly maxParallel: number;
  readonly minForParallel: number;
  /** Whether documents of the plan are committed; where git ignores the plan's folder they are not, whatever it says. */
  readonly commitDocs: boolean;
  readonly branches: StagedConfig['branches'];
  readonly stageBranch: string;
  readonly milestoneBranch: string;
  /** Whether a stage is audited at its end. */
  readonly auditor: boolean;
  /** Kinds of gates that the project lets pass without a person, but for those that declare otherwise (renn-gsd.md 2.7). */
  readonly passes: readonly GateType[];
  /** Why the file cannot be read, where it is there: then nothing is known of what it turns off. */
  readonly unreadable?: string;
  readonly problems: readonly Problem[];
}

const TIERS: Readonly<Record<StagedConfig['horsepower'], ModelTier>> = {
  max: 'quality',
  balanced: 'balanced',
  eco: 'budget',
  inherit: 'inherit',
};
/** The documented numbers; more at a time than this is a slip. */
const [MAX_PARALLEL, MIN_FOR_PARALLEL, MOST] = [3, 2, 32];

/** @param source `undefined` where there is no `config.json`: all defaults */
export function readRunConfig(source: FileText | undefined, file: string, profile: StagedProfile): RunConfig {
  const { text, modified } = source ?? { text: '{}', modified: 0 };
  const base = readConfig(source ?? { text, modified }, file);
  const read = readObject(text.replace(/^\uFEFF/, ''));
  const values = new Values('fields' in read ? read.fields : {}, file);
  const { folder, stage } = profile.gsd
    ? { folder: 'gsd', stage: 'phase-{phase}' }
    : { folder: 'renn', stage: 'stage-{stage}' };
  return {
    tier: TIERS[base.horsepower],
    parallel: values.flag('', ['parallelization'], true),
    maxParallel: values.count(['max_concurrent_agents'], 1, MAX_PARALLEL),
    minForParallel: values.count(['min_runs_for_parallel', 'min_plans_for_parallel'], 2, MIN_FOR_PARALLEL),
    commitDocs: !('problem' in read) && values.flag('', ['commit_docs'], true),
    branches: base.branches,
    stageBranch: values.text(['stage_branch_template', 'phase_branch_template'], `${folder}/${stage}-{slug}`),
    milestoneBranch: values.text(['milestone_branch_template'], `${folder}/{milestone}-{slug}`),
    auditor: values.flag('checks', ['auditor'], values.flag('workflow', ['verifier'], true)),
    passes: profile.gsd ? passing(values) : [],
    ...('problem' in read && { unreadable: `${nameOf(file)} cannot be read: ${read.problem}.` }),
    problems: [...base.problems, ...values.problems],
  };
}

/** `.renn/config.json`: where a person finds it, without the folders that all files of the workspace have. */
function nameOf(file: string): string {
  return `${basename(dirname(file))}/${basename(file)}`;
}

/** In auto mode an action still asks; with checks at the end only what a person would look at is put off until then. */
function passing(values: Values): GateType[] {
  const auto = ['auto_advance', '_auto_chain_active'].some((key) => values.flag('workflow', [key], false));
  if (auto) return ['human-verify', 'decision'];
  return values.word('workflow', 'human_verify_mode') === 'end-of-phase' ? ['human-verify'] : [];
}

/** The values of a configuration, each with a problem where it is none of those that can be. */
class Values {
  readonly problems: Problem[] = [];

  constructor(
    private readonly fields: Fields,
    private readonly file: string,
  ) {}

  /** A bool, or an object with `enabled`. @param group the object that the key is in; empty for the usual places */
  flag(group: string, keys: readonly string[], fallback: boolean): boolean {
    const found = this.find(keys, (key) =>
      group === '' ? valueOf(this.fields, key) : own(this.fields[group], key),
    );
    if (found === undefined) return fallback;
    const value = isObject(found.value) ? (own(found.value, 'enabled') ?? fallback) : found.value;
    return typeof value === 'boolean' ? value : this.wrong(found.key, 'true or false', fallback);
  }

  /** A whole number inside `parallelization`. */
  count(keys: readonly string[], least: number, fallback: number): number {
    const found = this.find(keys, (key) => own(valueOf(this.fields, 'parallelization'), key));
    if (found === undefined) return fallback;
    const { key, value } = found;
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= MOST;
    return fits ? value : this.wrong(key, `a whole number from ${least} to ${MOST}`, fallback);
  }

  /** A text that is not empty: renn's own shell lines read a missing key as an empty one. */
  text(keys: readonly string[], fallback: string): string {
    const found = this.find(keys, (key) => valueOf(this.fields, key));
    if (found === undefined || found.value === '') return fallback;
    return typeof found.value === 'string' ? found.value : this.wrong(found.key, 'a text', fallback);
  }

  /** A text inside an object; empty where there is none. */
  word(group: string, key: string): string {
    const value = own(this.fields[group], key);
    return typeof value === 'string' ? value : '';
  }

  private find(
    keys: readonly string[],
    value: (key: string) => unknown,
  ): { readonly key: string; readonly value: unknown } | undefined {
    return keys
      .map((key) => ({ key, value: value(key) }))
      .find((one) => one.value !== undefined && one.value !== null);
  }

  private wrong<T>(key: string, expected: string, fallback: T): T {
    const message = `The value of "${key}" should be ${expected}: the default counts, ${JSON.stringify(fallback)}.`;
    this.problems.push(fileProblem('config-wrong-value', 'warning', this.file, message));
    return fallback;
  }
}

function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
