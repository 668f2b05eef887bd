/** Small stages of renn and phases of GSD as files, and what those who carry them out do. */
import type { StagePolicy } from '../../../../src/core/batch/policy';
import { GSD, RENN } from '../../../../src/core/formats/staged/names';
import type { GateType } from '../../../../src/core/formats/staged/run/gateReturn';
import { PULSE, TRACK } from './rennBed';

export interface Wall {
  readonly batch: number;
  /** The number of one that comes before it. */
  readonly needs?: string;
  /** The file it says it changes; its own by default. */
  readonly file?: string;
  /** What its agent asks a person once its first task is done. */
  readonly gate?: GateType;
  /** What the person says to that, one after the other; the last one approves. */
  readonly answers?: readonly string[];
  /** Its agent writes where it may not. */
  readonly strays?: true;
  /** How many of its runs leave no recap. */
  readonly fails?: number;
}

export interface Walls {
  readonly format: 'renn' | 'gsd';
  /** By number: `01`. */
  readonly runs: Readonly<Record<string, Wall>>;
  /** What the person says about the items of the proof, and to rest between them; without any the proof passed. */
  readonly items: readonly string[];
  /** What the person says where a run failed, one after the other; the last one also after that. */
  readonly failed?: readonly string[];
  /** Each run of a batch has a worktree of its own. */
  readonly isolated?: true;
  /** The file that says where the work stands is missing, and is made anew. */
  readonly stateless?: true;
  /** A run that closes the gaps is planned once the audit found some. */
  readonly closesGaps?: true;
  readonly policy: StagePolicy;
}

/** By format: where things are and what they are called. */
export const NAMES = {
  renn: { ...RENN, dir: '.renn/stages/01-walls', strategy: 'stage' },
  gsd: { ...GSD, dir: '.planning/phases/01-walls', strategy: 'phase' },
} as const;

const ROADMAP = `# Roadmap

- [ ] **Phase 1: Walls** - four of them
- [ ] **Phase 2: Roof** - one

### Phase 1: Walls

**Goal:** Walls that stand.

Plans:
- [ ] 01-01-PLAN.md — the first
- [ ] 01-02-PLAN.md — the second
`;

const STATE_HEAD = `---
gsd_state_version: 1.0
milestone: v1.0
current_phase: 1
status: executing
last_updated: "2026-01-01T00:00:00Z"
progress:
  total_phases: 2
  completed_phases: 0
  total_plans: 0
  completed_plans: 0
  percent: 0
---

`;

/** The project's files, by path in the workspace. */
export function wallFiles(walls: Walls): Record<string, string> {
  const { format, runs, stateless } = walls;
  const { folder, overview, state, strategy } = NAMES[format];
  const files: Record<string, string> = {};
  for (const [number, wall] of Object.entries(runs)) Object.assign(files, wallFile(walls, number, wall));
  const pulse =
    format === 'renn' ? PULSE : STATE_HEAD + PULSE.replace('Stage:', 'Phase:').replace('Run:', 'Plan:');
  return {
    ...files,
    ...(!stateless && { [`${folder}/${state}`]: pulse }),
    [`${folder}/${overview}`]: format === 'renn' ? TRACK : ROADMAP,
    [`${folder}/config.json`]: `{ "git": { "branching_strategy": "${strategy}" } }\n`,
  };
}

/** The file of one run. @param more lines of its front matter */
export function wallFile(
  { format }: Walls,
  number: string,
  { batch, needs, gate, file = `${number}.txt` }: Wall,
  more: readonly string[] = [],
): Record<string, string> {
  const { dir, words, terms } = NAMES[format];
  const head = [
    `${terms.stage}: 01-walls`,
    `${terms.step}: ${number}`,
    `${terms.batch}: ${batch}`,
    `depends_on: [${needs === undefined ? '' : `"01-${needs}"`}]`,
    `files_modified: [${file}]`,
    `autonomous: ${String(gate === undefined)}`,
    ...more,
  ].join('\n');
  const asks = gate === undefined ? '' : `<task type="checkpoint:${gate}" gate="blocking">\n</task>\n`;
  const tasks = `<tasks>\n<task type="auto">\n<name>Build</name>\n</task>\n${asks}</tasks>\n`;
  const text = `---\n${head}\n---\n\n<objective>\nBuild wall ${number}.\n</objective>\n\n${tasks}`;
  return { [`${dir}/01-${number}-${words.plan}.md`]: text };
}

/** What the agent of a run says at its gate. */
export function gateText(number: string, gate: GateType, commit: string): string {
  return `## GATE REACHED

**Type:** ${gate}
**Run:** 01-${number}
**Progress:** 1/2 tasks complete

### Completed Tasks

| Task | Name | Commit | Files |
| ---- | ---- | ------ | ----- |
| 1 | Build | ${commit} | ${number}.txt |

### Current Task

**Task 2:** Look at it

### Gate Details

| Option | Pros | Cons |
| ------ | ---- | ---- |
| brick | lasts | dear |
| wood | cheap | burns |
`;
}

/** The auditor's report: what a person has to look at, if anything. */
export function proofText(items: readonly string[]): string {
  const asked = items
    .filter((item) => item !== 'stop')
    .map((_, at) => `  - test: "Lean on wall ${at + 1}"\n`);
  const status = asked.length === 0 ? 'passed' : 'human_needed';
  const list = asked.length === 0 ? '' : `human_verification:\n${asked.join('')}`;
  return `---\nstatus: ${status}\nscore: 2/2 must-haves verified\n${list}---\n\n# Proof\n`;
}
