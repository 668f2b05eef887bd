import assert from 'node:assert/strict';
import type { ShownEdge, ShownNode } from '../../../src/core/graphMessages';
import { BOX, layout, type Layout } from '../../../src/webview/layout';
import { walk } from '../../../src/webview/walk';

function node(id: string, column?: number): ShownNode {
  const words = { label: id, words: 'ready', spoken: id, shape: 'pass', tone: 'plain', next: false } as const;
  return { id, ...words, ...(column !== undefined && { column }) };
}

function edge(from: string, to: string, forward = true): ShownEdge {
  return { from, to, satisfied: true, forward };
}

const columns = ['Wave 1', 'Wave 2', 'Wave 3'];
const nodes = [node('a', 0), node('b', 0), node('c', 1), node('d', 2), node('e', 2), node('x'), node('y')];
const edges = [edge('a', 'c'), edge('b', 'c'), edge('c', 'd'), edge('a', 'd'), edge('d', 'b', false)];
const found = layout({ nodes, edges, columns, apart: 'Alone' });

/** The boxes by where they are: a line a row, from left to right. */
function rows({ nodes: places }: Layout): string[] {
  const tops = [...new Set([...places.values()].map(({ y }) => y))].sort((left, right) => left - right);
  return tops.map((top) =>
    [...places]
      .filter(([, { y }]) => y === top)
      .sort(([, left], [, right]) => left.x - right.x)
      .map(([id, { x }]) => `${id}@${x}`)
      .join(' '),
  );
}

describe('the layout of a graph', () => {
  it('gives every column one place from left to right, whatever hangs together', () => {
    const lefts = columns.map((_, at) => [
      ...new Set(nodes.filter(({ column }) => column === at).map(({ id }) => found.nodes.get(id)?.x)),
    ]);
    assert.deepEqual(lefts, [[24], [320], [616]]);
    assert.deepEqual(
      found.headings.map(({ text, x }) => `${text}@${x}`),
      ['Wave 1@24', 'Wave 2@320', 'Wave 3@616', 'Alone@24'],
    );
  });

  it('puts no box on another, and all of them on the sheet', () => {
    const places = [...found.nodes.values()];
    for (const [at, one] of places.entries())
      for (const other of places.slice(at + 1))
        assert.ok(
          Math.abs(one.x - other.x) >= BOX.width || Math.abs(one.y - other.y) >= BOX.height,
          JSON.stringify([one, other]),
        );
    for (const { x, y } of places)
      assert.ok(x >= 0 && y >= 0 && x + BOX.width <= found.width && y + BOX.height <= found.height);
  });

  it('leads arrows from edge to edge, and level past the columns between', () => {
    const way = found.edges[3] ?? [];
    const [start, end] = [found.nodes.get('a'), found.nodes.get('d')];
    assert.ok(start && end);
    assert.equal(way.length, 4);
    assert.deepEqual(way[0], { x: start.x + BOX.width, y: start.y + BOX.height / 2 });
    assert.deepEqual([way[1]?.x, way[2]?.x], [320, 320 + BOX.width]);
    assert.equal(way[1]?.y, way[2]?.y);
    assert.deepEqual(way[3], { x: end.x, y: end.y + BOX.height / 2 });
    const between = found.nodes.get('c');
    assert.ok(between && way[1] && (way[1].y < between.y || way[1].y > between.y + BOX.height));
  });

  it('stands what nothing links in rows, in its order', () => {
    const many = Array.from({ length: 12 }, (_, at) => node(`n${at}`));
    assert.deepEqual(rows(layout({ nodes: many, edges: [], columns: [], apart: '' })), [
      'n0@24 n1@320 n2@616',
      'n3@24 n4@320 n5@616',
      'n6@24 n7@320 n8@616',
      'n9@24 n10@320 n11@616',
    ]);
  });

  it('is done with hundreds of linked boxes before anybody waits for it', () => {
    const hundreds = Array.from({ length: 342 }, (_, at) => node(`n${at}`, at % 18));
    const links = hundreds.flatMap(({ id, column = 0 }, at) => (column > 0 ? [edge(`n${at - 1}`, id)] : []));
    const { nodes: places } = layout({
      nodes: hundreds,
      edges: links,
      columns: hundreds.map(() => ''),
      apart: '',
    });
    assert.equal(places.size, 342);
  });

  it('takes an empty graph', () => {
    assert.equal(layout({ nodes: [], edges: [], columns: [], apart: '' }).nodes.size, 0);
  });
});

describe('the arrow keys', () => {
  const moves: readonly (readonly [from: string, key: string, to: string | undefined])[] = [
    ['a', 'ArrowRight', 'c'],
    ['c', 'ArrowRight', 'd'],
    ['d', 'ArrowLeft', 'c'],
    ['d', 'ArrowRight', undefined],
    ['a', 'ArrowLeft', undefined],
    ['x', 'ArrowRight', 'y'],
    ['e', 'Home', 'a'],
    ['a', 'End', 'y'],
    ['a', 'q', undefined],
  ];
  for (const [from, key, to] of moves)
    it(`${key} leads from ${from} to ${to ?? 'nowhere'}`, () =>
      assert.equal(walk(key, from, found, edges), to));

  it('lead down a column and back up', () => {
    const down = walk('ArrowDown', 'd', found, edges) ?? walk('ArrowUp', 'd', found, edges);
    assert.equal(down, 'e');
  });
});
