/** What an agent answers: the `result.json` of an attempt, and how an attempt may end. */

/** A gate that an agent wants to raise instead of finishing. */
export interface RaisedGate {
  readonly type: string;
  readonly title: string;
  readonly details: string;
  readonly options: readonly string[];
}

/** A well-formed answer. `fields` are the top-level keys that the node's schema names. */
export interface AgentResult {
  readonly status: 'complete' | 'failed' | 'rejected' | 'gate';
  readonly summary: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Present exactly when `status` is `gate`. */
  readonly gate?: RaisedGate;
}

/** How one attempt of an agent ended. Exit code 0 means nothing by itself (docs: agents, rule 1). */
export type AgentOutcome =
  /** A well-formed result file, or a gate that the agent of a renn or GSD run printed (renn-gsd.md 1.5). */
  | { readonly kind: 'result'; readonly result: AgentResult }
  /** No result file, but a sentinel line of coyote.md 1.7 or a return of renn-gsd.md 1.5 in the captured output. */
  | { readonly kind: 'sentinel'; readonly sentinel: string; readonly text: string }
  /** A result file that is not what was asked for; `raw` is its text, cut at 16 KiB. */
  | { readonly kind: 'malformed'; readonly problem: string; readonly raw: string }
  /** It ended by itself and left nothing; `hint` is about that CLI's permissions. */
  | { readonly kind: 'no_result'; readonly exitCode: number | null; readonly hint: string }
  /** Terminal closed, killed, machine went down: no end of its own. */
  | { readonly kind: 'interrupted'; readonly detail: string }
  | { readonly kind: 'timed_out'; readonly seconds: number }
  /** Stopped by a person through us. */
  | { readonly kind: 'stopped' }
  /** The program could not be started at all. */
  | { readonly kind: 'not_started'; readonly problem: string };
