import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Expansion } from '../../src/vscode/expansion';

const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** Keeps values as the editor does for a workspace, from one window to the next. */
function memory(): vscode.Memento {
  const kept = new Map<string, string>();
  return {
    keys: () => [...kept.keys()],
    get: (key: string, otherwise?: unknown) => {
      const text = kept.get(key);
      return text === undefined ? otherwise : (JSON.parse(text) as unknown);
    },
    update: (key, value) => {
      kept.set(key, JSON.stringify(value));
      return Promise.resolve();
    },
  } as vscode.Memento;
}

describe('which rows are open', () => {
  it('is what the rows say until a person opens or closes one, also in the next window', () => {
    const kept = memory();
    const first = new Expansion(kept);
    assert.deepEqual(
      [first.stateOf('a', 'collapsed'), first.stateOf('b', 'expanded')],
      [Collapsed, Expanded],
    );
    first.note('a', true);
    first.note('b', false);
    first.note('c', true);
    first.note('c', false);
    const next = new Expansion(kept);
    const states = ['a', 'b', 'c', 'd'].map((id) => next.stateOf(id, 'expanded'));
    assert.deepEqual(states, [Expanded, Collapsed, Collapsed, Expanded]);
  });

  it('leaves a row that is shown as it is, whatever it would be at first', () => {
    const expansion = new Expansion(memory());
    assert.equal(expansion.stateOf('a', 'expanded'), Expanded);
    assert.equal(expansion.stateOf('a', 'collapsed'), Expanded);
  });

  it('forgets the oldest of very many', () => {
    const kept = memory();
    const first = new Expansion(kept);
    for (let row = 0; row < 600; row += 1) first.note(String(row), true);
    const next = new Expansion(kept);
    assert.deepEqual(
      [next.stateOf('0', 'collapsed'), next.stateOf('599', 'collapsed')],
      [Collapsed, Expanded],
    );
  });
});
