import assert from 'node:assert/strict';
import { readFromPage, readTarget, readToPage } from '../../../src/core/graphMessages';

describe('messages between a graph and its page', () => {
  const fromPage: readonly (readonly [unknown, unknown])[] = [
    [{ kind: 'ready' }, { kind: 'ready' }],
    [
      { kind: 'open', id: '01', more: 1 },
      { kind: 'open', id: '01' },
    ],
    [
      { kind: 'drawing', svg: '<svg xmlns="">' },
      { kind: 'drawing', svg: '<svg xmlns="">' },
    ],
    [{ kind: 'drawing', svg: '<script>' }, undefined],
    [{ kind: 'open', id: 1 }, undefined],
    [{ kind: 'open' }, undefined],
    [{ kind: 'run', id: '01' }, undefined],
    ['ready', undefined],
    [null, undefined],
    [undefined, undefined],
  ];
  for (const [sent, read] of fromPage)
    it(`from the page: ${JSON.stringify(sent)}`, () => assert.deepEqual(readFromPage(sent), read));

  it('to the page are a graph and a question alone', () => {
    assert.deepEqual(readToPage({ kind: 'draw', x: 1 }), { kind: 'draw' });
    assert.deepEqual(readToPage({ kind: 'graph', graph: { nodes: [] } }), {
      kind: 'graph',
      graph: { nodes: [] },
    });
    assert.equal(readToPage({ kind: 'graph', graph: null }), undefined);
    assert.equal(readToPage({ source: 'somebody else' }), undefined);
  });

  it('say after a reload what the page showed, where that is known', () => {
    assert.deepEqual(readTarget({ target: { plan: 'p', stage: 's' }, zoom: 1 }), { plan: 'p', stage: 's' });
    assert.deepEqual(readTarget({ target: { plan: 'p', stage: 3 } }), { plan: 'p' });
    for (const state of [undefined, null, {}, { target: { plan: 1 } }, 'p'])
      assert.equal(readTarget(state), undefined);
  });
});
