import assert from 'node:assert/strict';
import type { StageStatus } from '../../../src/core/status';
import { stageIcon } from '../../../src/vscode/rowIcons';

describe('the icon of a stage', () => {
  const cases: readonly (readonly [StageStatus | undefined, readonly string[], string])[] = [
    ['verified', [], 'pass-filled testing.iconPassed'],
    ['verified', ['proof says passed, 1 run has no recap'], 'warning list.warningForeground'],
    ['inProgress', ['track says complete, 1 run has no recap'], 'play-circle'],
    ['executed', [], 'pass'],
    [undefined, [], 'layers'],
  ];
  for (const [status, contradictions, expected] of cases) {
    it(`${status ?? 'no status'}, ${contradictions.length} contradictions: ${expected}`, () => {
      const { id, color } = stageIcon({ status, contradictions, lastRun: undefined, next: undefined });
      assert.equal([id, color].filter(Boolean).join(' '), expected);
    });
  }
});
