import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Gate } from '../../../../src/core/gateRecord';
import { type GateFrame, gateOfNode } from '../../../../src/core/gates';
import { graphOf } from './graphs';

const FOLDER = path.resolve(__dirname, '../../../../media/protocols');

const frame: GateFrame = {
  ...{ schema_version: 1, id: 'g', run: 'r', node: 'n', evidence: [], blocks: '', openedAt: '' },
  ...{ plan: { root: '/p', title: 'P' }, step: { key: 's', number: '1', title: 'S' } },
};

function gates(file: string): Gate[] {
  const graph = graphOf(readFileSync(path.join(FOLDER, file), 'utf8'));
  return [...graph.nodes.values()].flatMap((node) =>
    node.type === 'approval' || node.type === 'input' ? [gateOfNode(graph, node, '', frame)] : [],
  );
}

/** What each answer of a protocol's gates is said to do. */
function answers(file: string): string[] {
  return gates(file).flatMap(({ options }) => options.map(({ leadsTo }) => leadsTo));
}

describe('the answers that the built-in protocols offer', () => {
  for (const file of readdirSync(FOLDER))
    it(`${file}: say what choosing them does, not which node comes next, in one line of a prompt`, () => {
      const all = answers(file);
      assert.ok(all.length > 0);
      assert.deepEqual(
        all.filter((words) => /^(Goes on with [^:]*:|Leads nowhere)/.test(words) || words.length > 90),
        [],
      );
    });
});

describe('the gates of the built-in protocols', () => {
  for (const file of readdirSync(FOLDER))
    it(`${file}: have titles of their own, which say enough in a row`, () => {
      const titles = gates(file).map(({ title }) => title);
      // "Deviation" alone says what it is about.
      assert.deepEqual(
        titles.filter((title) => title !== 'Deviation' && !/^\S+( \S+){1,4}$/.test(title)),
        [],
      );
      assert.equal(new Set(titles).size, titles.length);
    });
});
