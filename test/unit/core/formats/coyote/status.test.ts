import assert from 'node:assert/strict';
import { withStatus } from '../../../../../src/core/formats/coyote/status';

describe('withStatus', () => {
  const rewritten: [string, string, string][] = [
    ['a plain status', '---\nstatus: pending\n---\nbody\n', '---\nstatus: in-progress\n---\nbody\n'],
    ['a comment vanishes', '---\nstatus: pending # x\n---\n', '---\nstatus: in-progress\n---\n'],
    [
      'only this CR vanishes',
      '---\r\nstep: 1\r\nstatus: pending\r\n---\r\nb\r\n',
      '---\r\nstep: 1\r\nstatus: in-progress\n---\r\nb\r\n',
    ],
    [
      'every status line',
      '---\nstatus: a\nstatus: b\n---\n',
      '---\nstatus: in-progress\nstatus: in-progress\n---\n',
    ],
    ['not in the body', '---\nstatus: a\n---\nstatus: b\n', '---\nstatus: in-progress\n---\nstatus: b\n'],
    [
      'not a nested one',
      '---\nx:\n  status: a\nstatus: b\n---\n',
      '---\nx:\n  status: a\nstatus: in-progress\n---\n',
    ],
    ['not a longer key', '---\nstatus_x: a\nstatus:\n---\n', '---\nstatus_x: a\nstatus: in-progress\n---\n'],
    ['an open block', '---\nstatus: a\ntext', '---\nstatus: in-progress\ntext'],
    ['rules in a body', 'a\n---\nstatus: x\n---\n', 'a\n---\nstatus: in-progress\n---\n'],
    ['no final newline is added', '---\nstatus: a\n---', '---\nstatus: in-progress\n---'],
    ['a key without a value', '---\nstatus:\n---\n', '---\nstatus: in-progress\n---\n'],
  ];
  for (const [what, before, after] of rewritten) {
    it(`rewrites: ${what}`, () => assert.deepEqual(withStatus(before, 'in-progress'), { text: after }));
  }

  const untouched: [string, string, string][] = [
    ['no front matter', 'status: pending\n', 'There is no front matter, so there is no status to write.'],
    ['no status key', '---\nstep: 1\n---\nstatus: x\n', 'The front matter has no status line to write.'],
    [
      'a BOM hides the opener',
      '\uFEFF---\nstatus: pending\n---\n',
      'The front matter has no status line to write.',
    ],
    ['the same already', '---\nstatus: complete\n---\n', 'The status is complete already.'],
  ];
  for (const [what, text, reason] of untouched) {
    it(`writes nothing: ${what}`, () =>
      assert.deepEqual(withStatus(text, 'complete'), { unchanged: reason }));
  }
});
