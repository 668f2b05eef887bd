import assert from 'node:assert/strict';
import { readDocumentAddress } from '../../../src/vscode/documentAddress';

const run = { kind: 'run', folder: '/w', run: 'r1' };
const gate = { kind: 'gate', folder: '/w', run: 'r1', gate: 'g1' };

describe('addresses of documents made from records', () => {
  for (const address of [run, gate, { kind: 'report', plan: 'p' }, { kind: 'resume', plan: 'p' }])
    it(`are read as they were made: ${address.kind}`, () => {
      assert.deepEqual(readDocumentAddress(JSON.stringify(address), ['/v', '/w']), address);
    });

  for (const [name, query] of [
    ['nothing', ''],
    ['what is no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['another kind', JSON.stringify({ ...run, kind: 'file' })],
    ['a run without a name', JSON.stringify({ ...run, run: undefined })],
    ['a run of another type', JSON.stringify({ ...run, run: ['r1'] })],
    ['a gate without a name', JSON.stringify({ ...gate, gate: undefined })],
    ['a page without a plan', JSON.stringify({ kind: 'report', plan: 1 })],
    ['a folder that is not of the workspace', JSON.stringify({ ...run, folder: '/elsewhere' })],
  ] as const)
    it(`are not ${name}`, () => {
      assert.equal(readDocumentAddress(query, ['/v', '/w']), undefined);
    });

  it('give nothing on that was not asked for', () => {
    const more = JSON.stringify({ ...run, gate: 'g1', other: true });
    assert.deepEqual(readDocumentAddress(more, ['/w']), run);
  });
});
