/** Plan trees to measure on: a generated one of many steps, and real ones where they are there. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface BenchTree {
  readonly name: string;
  /** The workspace folder. */
  readonly folder: string;
  /** Absolute path of a step's file, where it may be written to. */
  readonly step?: string;
}

const CORPORA = ['corpus', 'corpus-renn'];

/** Real trees and converted ones beside the repository; none where they are absent. */
export function corpora(): BenchTree[] {
  return CORPORA.flatMap((name) => {
    const shared = resolve('..', 'shared', name);
    const folders = statSync(shared, { throwIfNoEntry: false }) ? readdirSync(shared) : [];
    return folders
      .map((folder) => ({ name: `${name}/${folder.split('+').pop() ?? ''}`, folder: join(shared, folder) }))
      .filter(({ folder }) => statSync(folder).isDirectory());
  });
}

const STAGES = 400;
const STEPS_IN_STAGE = 50;
export const GENERATED_STEPS = STAGES * STEPS_IN_STAGE;

const pad = (number: number): string => String(number).padStart(2, '0');
const prose = 'Words that say what is to be done, and why, and how one sees that it was done well.\n'.repeat(
  12,
);

const planText = (stage: number, step: number): string => `---
phase: ${stage}-area-${stage}
plan: ${pad(step)}
type: execute
wave: ${Math.ceil(step / 10)}
depends_on: [${step > 10 ? `"${stage}-${pad(step - 10)}"` : ''}]
files_modified:
  - src/area${stage}/part${step}.ts
  - test/area${stage}/part${step}.test.ts
autonomous: ${step % 7 !== 0}
must_haves:
  truths:
    - "Part ${step} does what it should"
  artifacts:
    - path: src/area${stage}/part${step}.ts
      provides: "Part ${step}"
---

<objective>
Build part ${step} of area ${stage}.
${prose}</objective>

<tasks>
<task type="auto">
  <name>Task 1: write part ${step}</name>
  <files>src/area${stage}/part${step}.ts</files>
  <action>${prose}</action>
  <verify>npm test</verify>
  <done>It passes.</done>
</task>
</tasks>
`;

const summaryText = (stage: number, step: number): string => `---
phase: ${stage}-area-${stage}
plan: ${pad(step)}
subsystem: area
tags: [one, two]
duration: 5min
completed: 2026-01-01
---

# Phase ${stage} Plan ${step} Summary

**Part ${step} was built**
${prose}`;

/** 400 stages of 50 steps, half of them with a summary; removed by the caller. */
export function generatedTree(): Required<BenchTree> {
  const folder = mkdtempSync(join(tmpdir(), 'stage-runner-bench-'));
  const phases = join(folder, '.planning/phases');
  for (let stage = 1; stage <= STAGES; stage += 1) {
    const path = join(phases, `${pad(stage)}-area-${stage}`);
    mkdirSync(path, { recursive: true });
    for (let step = 1; step <= STEPS_IN_STAGE; step += 1) {
      const stem = join(path, `${pad(stage)}-${pad(step)}`);
      writeFileSync(`${stem}-PLAN.md`, planText(stage, step));
      if (step % 2 === 0) writeFileSync(`${stem}-SUMMARY.md`, summaryText(stage, step));
    }
  }
  const titles = Array.from(
    { length: STAGES },
    (_, at) => `- [ ] **Phase ${at + 1}: Area ${at + 1}** - parts`,
  );
  writeFileSync(join(folder, '.planning/ROADMAP.md'), `# Roadmap: Bench\n\n${titles.join('\n')}\n`);
  return { name: 'generated', folder, step: join(phases, '200-area-200/200-25-PLAN.md') };
}

export function removeTree({ folder }: BenchTree): void {
  rmSync(folder, { recursive: true, force: true });
}
