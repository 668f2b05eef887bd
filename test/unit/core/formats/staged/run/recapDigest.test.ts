import assert from 'node:assert/strict';
import { recapSays } from '../../../../../../src/core/formats/staged/run/recapDigest';

const RECAP = `---
stage: 01-walls
---

# Stage 1 Run 1: Walls Recap

**Four walls that
stand.**

**Four walls stand.**

## Drifts from Run

### Auto-fixed

The second wall was moved
by a foot.

## Issues Encountered

None - all went as planned.
`;

describe('what a recap says', () => {
  it('is its bold line, its drifts and its problems, and nothing where it says none', () => {
    assert.deepEqual(recapSays(RECAP), {
      built: 'Four walls stand.',
      drifts: 'The second wall was moved by a foot.',
      problems: '',
    });
  });

  it('is read with every line end and mark, and from GSD', () => {
    const text = '\uFEFF# Summary\r\n\r\n**Built.**\r\n\r\n## Deviations from Plan\r\n\r\nMoved.\r\n';
    assert.deepEqual(recapSays(text), { built: 'Built.', drifts: 'Moved.', problems: '' });
  });

  it('is quick and short for any text', () => {
    const text = `**${'*'.repeat(200_000)}\n## Issues Encountered\n${'- very much\n'.repeat(100_000)}`;
    const start = performance.now();
    const { built, problems } = recapSays(text);
    assert.ok(performance.now() - start < 2000);
    assert.deepEqual([built, problems.length <= 400], ['', true]);
  });
});
