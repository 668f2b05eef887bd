import assert from 'node:assert/strict';
import { untold } from '../../../../src/vscode/checkpoints/untold';

describe('rollbacks that are not over', () => {
  const one = (id: string, stray?: readonly string[]) => ({
    id,
    at: '2026-01-01T00:00:00.000Z',
    checkpoint: { id: 'c', name: 'c' },
    safety: { id: 's' },
    folder: '/a',
    ...(stray && { stray }),
  });

  it('are told once each, also one that comes up later, and again when its end is stray changes', () => {
    const fresh = untold();
    const told = (...seen: ReturnType<typeof one>[]): string =>
      fresh(seen)
        .map(({ id, stray }) => `${id}${stray ? ` ${stray.join()}` : ''}`)
        .join(', ');
    assert.deepEqual(
      [told(), told(one('r1')), told(one('r1')), told(one('r1', ['a']), one('r2')), told(), told(one('r2'))],
      ['', 'r1', '', 'r1 a, r2', '', ''],
    );
  });
});
