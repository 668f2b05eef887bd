/** A small workspace with a plan of every format, and real files to spoil where they are there. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Random } from './random';

const plan = (stage: string, step: string, more = ''): string =>
  `---\nphase: ${stage}-x\nstage: ${stage}-x\nplan: ${step}\nrun: ${step}\ntype: execute\nwave: 1\nbatch: 1\ndepends_on: []\n` +
  `files_modified: [src/a.ts]\nautonomous: false\n${more}must_haves:\n  truths:\n    - "It works"\n---\n\n` +
  '<objective>\nBuild it.\n</objective>\n\n<tasks>\n<task type="auto">\n<name>One</name>\n<files>a.ts</files>\n' +
  '<action>Do.</action>\n</task>\n<task type="checkpoint:human-verify" gate="blocking">\n<what-built>it</what-built>\n' +
  '</task>\n</tasks>\n\n@src/a.ts\n';
const recap =
  '---\nphase: 01-x\nplan: 01\nduration: 5min\ncompleted: 2026-01-01\n---\n\n# Summary\n\n**It was built**\n';
const proof =
  '---\nphase: 01-x\nstatus: passed\nscore: 2/2\n---\n\n## Gaps\n\n| Truth | Status |\n|---|---|\n| a | ok |\n';
const overview =
  '# Roadmap: X\n\n## Milestones\n\n- [x] **v1.0 First** - 1-1\n- [ ] **v1.1 Next**\n\n## Phases\n\n' +
  '- [x] **Phase 1: One** - text\n- [ ] **Phase 2: Two**\n\n### Phase 1: One\n**Depends on**: Nothing\nPlans:\n- [x] 01-01-PLAN.md\n\n' +
  '### Stage 2: Two\n**Depends on**: 1\n\n| Phase | Plans | Status |\n|---|---|---|\n| 1. One | 1/1 | Complete |\n';
const state =
  '---\nstatus: executing\nstopped_at: 01-02\n---\n\n# State\n\nPhase: 1 of 2 (One)\nPlan: 1 of 2\nStatus: In progress\n';
const report =
  '# Plan\n\n## 4.5 Stage Map\n\n| stage | title | depends-on | step-count |\n|---|---|---|---|\n| 1 | One | (none) | 1 |\n' +
  '| 2 | Two | 1 | 1 |\n\n## 4.5.1 Stage 1\n\n### Stepwise Execution Order\n\n| step | action | files | command | expected |\n' +
  '|---|---|---|---|---|\n| 1 | do | `a.ts` | npm test | ok |\n\n### Stage Exit Contract\n\nAdded: `a.ts`\n';
const okstra = '.okstra/t/runs/implementation-planning';
const run = '.runr/runs/20260101000000';

/** By path; every format's plan with what it reads. */
const FILES: Readonly<Record<string, string>> = {
  'plans/plan.md': '# Plan\n',
  'plans/steps/01-a.md': '---\nstep: 1\ntitle: A\nstatus: complete\n---\n\n## Test commands\n- `npm test`\n',
  'plans/steps/02-b.md': '---\nstep: 2\ndepends_on: [1]\nstatus: pending\n---\n',
  'plans/handoffs/01-a.md': '---\nstep: 1\nresult: complete\n---\n\n## Summary\nDone.\n',
  '.planning/ROADMAP.md': overview,
  '.planning/STATE.md': state,
  '.planning/config.json': '{"mode":"yolo"}',
  '.planning/HANDOFF.json': '{"phase":"1","status":"paused","timestamp":"2026-01-01T00:00:00Z"}',
  '.planning/WAITING.json': '{"type":"gate","since":"2026-01-01T00:00:00Z"}',
  '.planning/phases/01-one/01-01-PLAN.md': plan('01', '01'),
  '.planning/phases/01-one/01-01-SUMMARY.md': recap,
  '.planning/phases/01-one/01-02-PLAN.md': plan('01', '02', 'gap_closure: true\n'),
  '.planning/phases/01-one/01-VERIFICATION.md': proof,
  '.planning/phases/01-one/01-UAT.md': '---\nstatus: testing\n---\n\n### 1. It\nresult: pass\n',
  '.planning/phases/02.1-two/02.1-01-PLAN.md': plan('02.1', '01', 'wave: x\n'),
  '.planning/quick/001-fix/001-PLAN.md': plan('q', '01'),
  '.planning/milestones/v1.0-ROADMAP.md': overview,
  '.planning/milestones/v1.0-phases/01-old/01-01-PLAN.md': plan('01', '01'),
  '.planning/workstreams/w/phases/01-z/01-01-PLAN.md': plan('01', '01'),
  'pkg/.planning/phases/01-p/01-01-PLAN.md': plan('01', '01'),
  'pkg/.renn/track.md': overview,
  'pkg/.renn/pulse.md': state,
  'pkg/.renn/secrets.json': '{"key":"HELD-BACK"}',
  'pkg/.renn/stages/01-one/01-01-run.md': plan('01', '01'),
  'pkg/.renn/stages/01-one/01.02-run.md': plan('01', '02'),
  'pkg/.renn/stages/01-one/01-01-recap.md': recap,
  'pkg/.renn/stages/01-one/01-proof.md': proof,
  '.gsd/milestones/M001/M001-ROADMAP.md': overview,
  '.gsd/milestones/M001/slices/S01/S01-PLAN.md': '# S01\n\n- [ ] **T01: One** `est:1h`\n',
  '.prompts/PROMPT_MANIFEST.md': '| file | status | depends |\n|---|---|---|\n| PROMPT_01.txt | open | - |\n',
  '.prompts/PROMPT_01.txt': 'Do one.\nDEPENDS ON: nothing\n',
  '.prompts/PROMPT_02_s.txt': 'Do two after PROMPT_01.\n',
  '.prompts/run-logs/PROMPT_01.md': '# Log\nStatus: complete\n',
  [`${okstra}/reports/final-report-implementation-planning-001.md`]: report,
  [`${okstra}/consumers.jsonl`]: '{"stage":1,"status":"done","completed_at":"2026-01-01T00:00:00Z"}\n',
  '.okstra/t/runs/implementation/carry/stage-1.json': '{"ok":true}',
  '.okstra/t/task-manifest.json': '{"convergence":{"enabled":true}}',
  [`${run}/state.json`]:
    '{"run_id":"20260101000000","phase":"IMPLEMENT","milestone_index":0,"milestones":[{"goal":"a","files_expected":["a.ts"],"done_checks":["x"]}]}',
  [`${run}/timeline.jsonl`]: '{"type":"run_started","timestamp":"2026-01-01T00:00:00Z"}\n',
  [`${run}/artifacts/task.md`]: '# Task\n',
};

/** Writes the workspace; gives back its files' paths, relative to it. */
export function writeTrees(folder: string): string[] {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return Object.keys(FILES);
}

/** Texts of real plan files, by the last word of their names: `PLAN.md`; none where the real trees are absent. */
export class RealTexts {
  private readonly files = new Map<string, string[]>();

  constructor() {
    for (const name of ['corpus', 'corpus-renn', 'samples']) {
      const shared = resolve('..', 'shared', name);
      if (!statSync(shared, { throwIfNoEntry: false })) continue;
      for (const found of readdirSync(shared, { recursive: true, encoding: 'utf8' }))
        this.add(join(shared, found));
    }
  }

  /** A real text of the same kind as a file, if there is any. */
  like(file: string, random: Random): Buffer | undefined {
    const found = this.files.get(kindOf(file));
    return found && readFileSync(random.of(found));
  }

  private add(file: string): void {
    if (!/\.(?:md|json|jsonl|txt)$/.test(file)) return;
    this.files.set(kindOf(file), [...(this.files.get(kindOf(file)) ?? []), file]);
  }
}

function kindOf(file: string): string {
  return basename(file).split('-').pop() ?? '';
}
