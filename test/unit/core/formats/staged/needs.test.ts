import assert from 'node:assert/strict';
import { needsIn } from '../../../../../src/core/formats/staged/needs';

const cases: readonly (readonly [line: string, needs: readonly string[] | undefined])[] = [
  ['**Depends on:** Phase 452 (axis system)', ['452']],
  ['**Depends on**: Phase 03, Phase 4.1', ['03', '4.1']],
  ['**Depends on**: Phases 1, 2 and 36A', ['1', '2', '36A']],
  ['**Depends on**: Stage 1 & 1', ['1']],
  ['**Depends on:** Phase 8-10 (all of it)', ['8', '9', '10']],
  ['**Depends on:** Phase 01-02', []],
  ['**Depends on:** Phase 1-999999', []],
  ['**Depends on:** Nothing (order fixed by 3)', []],
  ['**Depends on:** v1.9 complete', []],
  ['Depends on: Phase 3', undefined],
  ['**Goal:** Phase 3', undefined],
];

describe('what the overview says that a stage waits for', () => {
  for (const [line, needs] of cases) it(line, () => assert.deepEqual(needsIn(line), needs));
});
