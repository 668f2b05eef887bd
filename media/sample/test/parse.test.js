import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration } from '../src/index.js';

test('reads hours, minutes and seconds', () => {
  assert.equal(parseDuration('1h 30m'), 5_400_000);
  assert.equal(parseDuration('45s'), 45_000);
});

test('refuses what is not a length of time', () => {
  assert.throws(() => parseDuration('soon'), /not a length of time: "soon"/);
  assert.throws(() => parseDuration(''), RangeError);
});
