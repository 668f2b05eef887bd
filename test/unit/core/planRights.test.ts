import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { planRights } from '../../../src/core/planRights';
import { graphOf } from './protocol/graphs';

const root = resolve(__dirname, '../../..');

/** The nodes of a graph that may write in the plan's folder, one a line. */
function rights(text: string, files: readonly string[] = []): string {
  return [...graphOf(text, files).nodes.values()]
    .map((node) => ({ id: node.id, ...planRights(node) }))
    .filter(({ handoff, edgeCases }) => handoff || edgeCases)
    .map(
      ({ id, handoff, edgeCases }) => `${id}:${handoff ? ' handoff' : ''}${edgeCases ? ' edge cases' : ''}`,
    )
    .join('\n');
}

describe('what an agent may change in the plan, by its node', () => {
  for (const file of ['media/protocols/step.yaml', 'test/fixtures/protocols/original/graph.yaml'])
    it(`two nodes of ${file}`, () => {
      const text = readFileSync(resolve(root, file), 'utf8');
      assert.equal(rights(text), 'edge_case_sweep: edge cases\nwrite_handoff: handoff');
    });

  it('nodes of other names, by what they are told and asked; no gate and no end', () => {
    const text = `
name: mine
start: work
nodes:
  work: { type: agent, agent: coder, prompt: 'Mind {{plans_dir}} and {{prev_handoff_path}}.', next: sum_up }
  sum_up: { type: agent, agent: scribe, prompt: 'Write {{handoff_path}}.', next: look }
  look:
    type: llm
    instructions: Look.
    prompt: 'At {{plans_dir}}.'
    output_schema: { type: object, properties: { downstream_updates: { type: string } } }
    next: ask
  ask: { type: approval, question: 'Is {{handoff_path}} right?', options: ['yes'], routes: { 'yes': done } }
  done: { type: end, output: '{{handoff_path}}' }
initial_state: { plans_dir: '', handoff_path: '', prev_handoff_path: '' }
`;
    assert.equal(rights(text), 'sum_up: handoff\nlook: edge cases');
  });
});
