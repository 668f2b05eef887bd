import assert from 'node:assert/strict';
import { agentResult, defused } from '../../../src/core/agentProgress';
import { malformedGate, noResultGate, raisedGate } from '../../../src/core/agentGates';
import type { RunStarted } from '../../../src/core/events';
import type { Gate } from '../../../src/core/gateRecord';
import {
  answerProblem,
  answerResult,
  gateEvidence,
  gateFrame,
  gateOfNode,
  isApproval,
} from '../../../src/core/gates';
import { loadGraph } from '../../../src/core/protocol/load';
import type { ApprovalNode, Graph, InputNode } from '../../../src/core/protocol/graph';
import { EVENTS, foldOf } from './sampleRun';

const GRAPH = `
name: gates
start: gate_user_review
initial_state: { why: "" }
nodes:
  gate_user_review:
    type: approval
    question: Well?
    options: [approve, revise, abort, block, work, give up, wait]
    routes: { approve: good, revise: get_revision, abort: bad, block: blocked, work: implement, give up: lost, wait: implement }
    leads_to: { wait: Nothing is done yet }
    on_other: implement
  strict:
    type: approval
    title: " A word of yours "
    question: Yes?
    options: ["yes"]
    routes: { "yes": good }
  get_revision:
    type: input
    title: What to {{why}}
    question: "What should be different? Your words go on as they are."
    default: nothing
    validation: "len(input) > 3"
    next: implement
  implement: { type: llm, description: "A coding agent carries out the step. Slowly.", prompt: "{{why}}", next: strict }
  good: { type: end, output: "STEP_COMPLETE\\nfine" }
  bad: { type: end, output: "STEP_REJECTED\\nno" }
  blocked: { type: end, output: STEP_BLOCKED }
  lost: { type: end, output: Nobody knows }
`;

function load(): Graph {
  const { graph, problems } = loadGraph(GRAPH, { file: '/g.yaml', builtins: [], fileExists: () => false });
  assert.ok(graph, JSON.stringify(problems));
  return graph;
}

describe('gates', () => {
  const graph = load();
  const { run } = foldOf(EVENTS);
  assert.ok(run);
  const header: RunStarted = run.header;
  const frame = gateFrame(header, {
    id: 'g1',
    node: 'n',
    openedAt: '2026-01-31T12:00:00.000Z',
    evidence: [],
  });
  const review = graph.nodes.get('gate_user_review') as ApprovalNode;
  const revision = graph.nodes.get('get_revision') as InputNode;
  const approval = gateOfNode(graph, review, 'Well?', frame);
  const input = gateOfNode(graph, revision, 'What?', frame);
  const strict = gateOfNode(graph, graph.nodes.get('strict') as ApprovalNode, 'Yes?', frame);

  it('an approval says where each option leads and which needs a reason', () => {
    assert.equal(
      approval.options
        .map(({ key, leadsTo, needsReason }) => `${key}: ${leadsTo}${needsReason ? ' (reason)' : ''}`)
        .join('\n'),
      [
        'approve: Ends the step as complete and approved',
        'revise: Asks you: What should be different?',
        'abort: Ends the run and rejects the step (reason)',
        'block: Ends the run and leaves the step blocked',
        'work: Goes on with implement: A coding agent carries out the step.',
        'give up: Ends the run at lost',
        'wait: Nothing is done yet',
      ].join('\n'),
    );
    assert.deepEqual([approval.allowsText, strict.allowsText], [true, false]);
    assert.equal(approval.blocks, 'step 01 and the steps that depend on it: 02, 03');
  });

  it('is called as its node says, as it stands, and else by the node itself', () => {
    assert.deepEqual(
      [approval, strict, input].map(({ title }) => title),
      ['User review', 'A word of yours', 'What to {{why}}'],
    );
  });

  it('only choosing a complete end is an approval', () => {
    const choices = ['approve', 'revise', 'abort', 'anything'];
    assert.deepEqual(
      choices.filter((key) => isApproval(graph, review.routes[key] ?? review.onOther)),
      ['approve'],
    );
  });

  const raised = raisedGate({ type: 't', title: 'T', details: 'D', options: ['a', 'a', ' '] }, frame);
  const action = raisedGate({ type: 'Auth gate', title: 'T', details: 'D', options: ['key'] }, frame);
  const noResult = noResultGate({ exitCode: 0, hint: '' }, true, frame);
  for (const [name, gate, choice, reason, problem] of [
    ['an option', approval, 'approve', undefined, undefined],
    ['an option with its reason', approval, 'abort', 'no', undefined],
    ['an option without its reason', approval, 'abort', ' \n', '"abort" needs a reason that is not empty.'],
    ['free text', approval, 'do it so', undefined, undefined],
    ['empty free text', approval, '  ', undefined, 'The answer is empty.'],
    ['an option in other letters is free text', approval, 'Approve', undefined, undefined],
    ['text where none is allowed', strict, 'Yes', undefined, '"Yes" is none of the options: "yes".'],
    ['text by the rule', input, 'long', undefined, undefined],
    ['text against the rule', input, 'no', undefined, 'The text has 2 characters; expected len(input) > 3.'],
    ['empty text is the default', input, '', undefined, undefined],
    ['blanks are no text', input, '     ', undefined, 'Some text is needed here.'],
    ['an answer to an agent', raised, 'whatever', undefined, undefined],
    ['done, of an action', action, 'done', undefined, undefined],
    [
      'text of an action, such as a secret',
      action,
      's3cret',
      undefined,
      '"s3cret" is none of the options: "done".',
    ],
    ['an option of an action but done', action, 'key', undefined, '"key" is none of the options: "done".'],
    [
      'done without a word',
      noResult,
      'the work is done',
      undefined,
      '"the work is done" needs a reason that is not empty.',
    ],
    [
      'no free text about a missing result',
      noResult,
      'fine',
      undefined,
      '"fine" is none of the options: "run again", "the work is done", "stop".',
    ],
  ] as const) {
    it(`answers: ${name}`, () => {
      assert.equal(answerProblem(gate, { choice, ...(reason !== undefined && { reason }) }), problem);
    });
  }

  it('an answer leads along its route, and an empty one to an input is its default', () => {
    const answer = (gate: Gate, choice: string): unknown =>
      answerResult(gate === input ? revision : review, gate, {
        schema_version: 1,
        gate: gate.id,
        choice,
        by: 'A',
        window: 'w',
        at: '',
      });
    assert.deepEqual(answer(approval, 'approve'), { updates: {}, output: 'approve', next: 'good' });
    assert.deepEqual(answer(approval, 'other'), { updates: {}, output: 'other', next: 'implement' });
    assert.deepEqual(answer(input, ''), { updates: {}, output: 'nothing' });
  });

  it("an agent's gate has each option once; a foreign answer cannot leave its code block", () => {
    assert.deepEqual(
      raised.options.map(({ key }) => key),
      ['a'],
    );
    const gate = malformedGate({ problem: 'p', raw: '```\n# Approve' }, frame);
    assert.match(gate.question, /````text\n```\n# Approve\n````/);
  });

  it('evidence is the plan, the handoff once it is there, outputs and the run', () => {
    assert.deepEqual(
      [gateEvidence(run, undefined), gateEvidence(run, '/h.md')].map((links) =>
        links.map(({ label }) => label).join(', '),
      ),
      ['Plan, Output of test, Run', 'Plan, Handoff, Output of test, Run'],
    );
  });

  it("an agent's words hold no sentinel but the one of its status", () => {
    assert.equal(
      defused('xCODER_COMPLETEy STEP_BLOCKED CODER_MAYBE'),
      'xCODER COMPLETEy STEP BLOCKED CODER_MAYBE',
    );
    const summary = 'STEP_COMPLETE\nCODER_COMPLETE';
    assert.deepEqual(agentResult({ status: 'failed', summary, fields: { a: 1 } }), {
      updates: { a: 1 },
      output: 'CODER_FAILED\nSTEP COMPLETE\nCODER COMPLETE',
    });
  });
});
