/** A question that holds a run until a person answers, and the answer, as both are recorded. */

/** What a gate offers; `key` is the exact string that the graph routes on. */
export interface GateOption {
  readonly key: string;
  /** What choosing it leads to, in a few words: shown under the option. */
  readonly leadsTo: string;
  /** Choosing it asks for a reason, which may not be empty. */
  readonly needsReason: boolean;
}

/** A document or file that a person may read before answering. */
export interface EvidenceLink {
  readonly label: string;
  /** Absolute path. */
  readonly file: string;
}

/** A question that holds a run until a person answers. The record; the quick-pick is only one view of it. */
export interface Gate {
  readonly schema_version: number;
  readonly id: string;
  readonly run: string;
  /** The node of the protocol that asks. */
  readonly node: string;
  /** `approval` and `input` come from the graph, `agent` from an agent's answer, `no_result` and `malformed_result` from us. */
  readonly kind: 'approval' | 'input' | 'agent' | 'no_result' | 'malformed_result';
  /** Two to five words, which say enough in a row of its own: "User review", "Runs failed". */
  readonly title: string;
  /** Markdown. */
  readonly question: string;
  readonly options: readonly GateOption[];
  /** Any other text is an answer too. */
  readonly allowsText: boolean;
  /** For `input`: what an empty answer means, and the rule an answer must meet, e.g. `len(input) > 0`. */
  readonly defaultText?: string;
  readonly validation?: string;
  readonly evidence: readonly EvidenceLink[];
  /** What waits for the answer, in words: "step 02 and the steps that depend on it: 03". */
  readonly blocks: string;
  readonly plan: { readonly root: string; readonly title: string };
  /** Of the run of a whole stage its name, with an empty key. */
  readonly step: { readonly key: string; readonly number: string; readonly title: string };
  /** `Stage.key`, where the run of a whole stage asks. */
  readonly stage?: string;
  /** What asks, in the words of its plan: `phase 01 Base`. Absent in what older versions wrote. */
  readonly subject?: string;
  readonly openedAt: string;
}

/** The answer of a person. `choice` is an option's key, or for free text the text itself. */
export interface GateAnswer {
  readonly schema_version: number;
  readonly gate: string;
  readonly choice: string;
  /** The reason, where the option asked for one. */
  readonly reason?: string;
  readonly by: string;
  /** Identifies the window that answered. */
  readonly window: string;
  readonly at: string;
  /** Shows that a window of this editor wrote the answer; without one that fits, an answer's file does not count. */
  readonly seal?: string;
}
