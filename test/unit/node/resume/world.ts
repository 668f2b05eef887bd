/** A repository with a plan of three steps and its checkpoints, and the preview of resuming it as text. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointRecord } from '../../../../src/core/checkpoints/checkpoint';
import type { Plan } from '../../../../src/core/plan';
import type { ResumePreview } from '../../../../src/core/resume/preview';
import type { Run } from '../../../../src/core/run';
import type { SeenRun } from '../../../../src/core/status';
import type { GitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { type ResumeRequest, resumePreview } from '../../../../src/node/resume/preview';
import { left, plan, step } from '../../core/mapValues';
import { viewOf } from '../../core/resume/finds';
import { newRepo, type Repo } from '../checkpoints/repo';
import { World as Store } from '../checkpoints/store';

export const NUMBERS = ['01', '02', '03'] as const;

export class ResumeWorld {
  readonly repo: Repo;
  readonly store: Store;
  plan: Plan;
  runs: readonly SeenRun[] = [];
  more: Partial<ResumeRequest> = {};

  constructor(repo = newRepo({ a: 'a\n', 'plans/steps/01-step.md': 'One\n' })) {
    this.repo = repo;
    this.store = new Store(repo);
    const file = (number: string) => join(repo.top, `plans/steps/${number}-step.md`);
    const root = join(repo.top, 'plans');
    const steps = NUMBERS.map((number) => step(number, 'pending', { file: file(number) }));
    this.plan = plan(steps, { id: `coyote:${root}`, root, folder: repo.top });
  }

  /** A checkpoint of the plan's step `number`; by default after it. */
  take(number: string, more: Partial<CheckpointRecord> = {}): Promise<CheckpointRecord> {
    const { id, format, root, title } = this.plan;
    const key = `${number}-step`;
    const index = NUMBERS.findIndex((one) => one === number);
    const kind = more.kind ?? 'after_step';
    return this.store.take(`${kind.replace('_', '')}${number}`, {
      kind,
      name: `${kind === 'after_step' ? 'after' : 'before'} step ${number}`,
      run_id: `r${number}`,
      plan: { id, format, root, title, step_count: 3 },
      step: {
        key,
        number,
        title: `Step ${number}`,
        index,
        ...(number === '01' && { content_hash: this.hash() }),
      },
      attempt: 1,
      ...(kind === 'after_step' && { outcome: 'completed' as const }),
    });
  }

  /** A run of this plan that nobody drives. */
  ran(of: Run): SeenRun {
    const { id, format, root, title } = this.plan;
    return left({
      ...of,
      header: { ...of.header, folder: this.repo.top, plan: { id, format, root, title } },
    });
  }

  private hash(): string {
    const bytes = readFileSync(join(this.repo.top, 'plans/steps/01-step.md'));
    return createHash('sha256').update(bytes).digest('hex');
  }

  async preview(git?: GitCommand): Promise<ResumePreview> {
    const request: ResumeRequest = {
      plan: viewOf(this.plan, this.runs),
      runs: this.runs,
      checkpoints: await this.store.store.list(),
      rejected: await this.store.store.rejected(),
      folder: this.repo.top,
      env: {},
      ...this.more,
    };
    return resumePreview(request, git);
  }

  /** The chosen find, the drifts, and where it goes on. */
  async told(): Promise<string[]> {
    const { selection, drifts, at, problems } = await this.preview();
    return [
      `${selection.source} ${selection.chosen?.step ?? '-'}`,
      ...drifts.flatMap(({ class: of, details, paths = [] }) => [
        `${of}: ${details}`,
        ...paths.map((path) => `  ${path}`),
      ]),
      ...problems,
      at ? `at ${at.step.number}` : 'nothing left',
    ];
  }
}
