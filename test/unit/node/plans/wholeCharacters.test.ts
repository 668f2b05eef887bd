import assert from 'node:assert/strict';
import { wholeCharacters } from '../../../../src/node/plans/wholeCharacters';

describe('wholeCharacters', () => {
  for (const text of ['', 'a', 'aé', 'a€', 'a😀', '日本']) {
    it(`finds the last whole character of every beginning of "${text}"`, () => {
      const bytes = Buffer.from(text);
      for (let length = 0; length <= bytes.length; length += 1) {
        const kept = bytes.subarray(0, wholeCharacters(bytes.subarray(0, length))).toString();
        assert.ok(text.startsWith(kept) && length - Buffer.byteLength(kept) < 4, `${length}: ${kept}`);
        assert.ok(!kept.includes('\ufffd'), `${length}: ${kept}`);
      }
    });
  }

  it('leaves bytes that are no UTF-8 as they are', () => {
    assert.equal(wholeCharacters(Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80])), 5);
    assert.equal(wholeCharacters(Buffer.from([0x61, 0xff, 0x61])), 3);
  });
});
