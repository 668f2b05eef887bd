/** By which of the built-in protocols a format's steps and stages are run. */

export interface FormatProtocols {
  /** Base names in `media/protocols`, without extension. */
  readonly step: string;
  readonly stage: string;
  /**
   * Commits are held until a person decides on them, so marks of completion come late: within the run of a stage a step is
   * over by its own run, agents are not told how to commit, and nothing begins without a way back (prompts.md 2.4).
   */
  readonly holdsCommits?: true;
  /** A batch may have several steps, and they may be at work side by side. */
  readonly sideBySide?: true;
  /** An agent audits the stage when its steps are done, and that takes a while. */
  readonly audits?: true;
}

const STEP_PLANS: FormatProtocols = { step: 'step', stage: 'stage' };

const STAGED: FormatProtocols = { step: 'run', stage: 'stage-staged', sideBySide: true, audits: true };

const PROMPTS: FormatProtocols = { step: 'prompt', stage: 'stage-prompts', holdsCommits: true };

const OKSTRA: FormatProtocols = { step: 'okstra-stage', stage: 'stage-okstra' };

const PROTOCOLS: Readonly<Record<string, FormatProtocols>> = {
  renn: STAGED,
  gsd: STAGED,
  prompts: PROMPTS,
  okstra: OKSTRA,
};

/** Those of a format by its id; a format without its own is run as step plans are (coyote.md 1.7). */
export function protocolsOf(format: string): FormatProtocols {
  return (Object.hasOwn(PROTOCOLS, format) ? PROTOCOLS[format] : undefined) ?? STEP_PLANS;
}
