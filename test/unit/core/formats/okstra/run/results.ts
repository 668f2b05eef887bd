/** Stages of a run for documents. */
import type { CheckRecord } from '../../../../../../src/core/checks';
import type { StageResult } from '../../../../../../src/core/formats/okstra/run/stageResult';

export function check(status: CheckRecord['status'], more: Partial<CheckRecord> = {}): CheckRecord {
  return {
    check: 'test',
    status,
    display: 'npm test',
    lines: ['12 passing'],
    exitCode: status === 'passed' ? 0 : 1,
    durationMs: 1234,
    ...more,
  };
}

export function stage(number: number, more: Partial<StageResult> = {}): StageResult {
  return {
    number,
    title: `Part ${number}`,
    outcome: 'done',
    files: [`src/part${number}.ts`],
    validations: [{ group: 'post', record: check('passed') }],
    outcomes: [],
    foreign: [],
    carried: [],
    sidecar: { file: `runs/implementation/carry/stage-${number}.json`, json: `{"stage":${number}}` },
    ...more,
  };
}
