import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { protocolsOf } from '../../../src/core/batch/protocols';
import { PLAN_FORMATS } from '../../../src/core/formats';
import { BUILTIN_ACTIONS } from '../../../src/core/protocol/builtins';
import { loadGraph } from '../../../src/core/protocol/load';

const FOLDER = resolve(__dirname, '../../../media/protocols');
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

function load(name: string): ReturnType<typeof loadGraph> {
  const file = resolve(FOLDER, name);
  return loadGraph(readFileSync(file, 'utf8'), {
    file,
    builtins: BUILTIN_ACTIONS,
    fileExists: () => false,
  });
}

describe('the built-in protocols', () => {
  for (const name of names)
    it(`${name} is sound`, () => {
      const { problems, notes } = load(name);
      assert.deepEqual([...problems, ...notes], []);
    });

  it('use every built-in action', () => {
    const used = names.flatMap((name) =>
      [...(load(name).graph?.nodes.values() ?? [])].flatMap((node) =>
        node.type === 'script' && node.runs.kind === 'builtin' ? [node.runs.action] : [],
      ),
    );
    assert.deepEqual([...new Set(used)].sort(), [...BUILTIN_ACTIONS].sort());
  });

  it('are there for every format', () => {
    for (const { id } of PLAN_FORMATS) {
      const { step, stage } = protocolsOf(id);
      for (const name of [step, stage]) assert.ok(names.includes(`${name}.yaml`), name);
    }
  });
});
