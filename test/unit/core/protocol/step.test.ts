import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { builtinActions } from '../../../../src/core/actions';
import { BUILTIN_ACTIONS } from '../../../../src/core/protocol/builtins';
import { graphTable } from '../../../../src/core/protocol/graphTable';
import { leave, startWalk } from '../../../../src/core/protocol/walk';
import type { NodeResult, Walk } from '../../../../src/core/protocol/walk';
import { graphOf, load, show, tokens, walked } from './graphs';

const ROOT = path.resolve(__dirname, '../../../..');
const STEP = readFileSync(path.join(ROOT, 'media/protocols/step.yaml'), 'utf8');
const ORIGINAL = readFileSync(path.join(ROOT, 'test/fixtures/protocols/original/graph.yaml'), 'utf8');

const TABLE = `
> resolve_step        script built-in      → orient; chooses gate_blocked | end_failure; on failure → end_failure
  gate_blocked        approval             "yes" → orient; "no" → end_blocked; other text → end_blocked
  orient              llm                  → route_staleness; on failure → end_failure
  route_staleness     script built-in      chooses implement | gate_deviation; on failure → implement
  gate_deviation      approval             "proceed" → implement; "abort" → end_rejected; other text → implement
  implement           agent coder          → route_coder_result
  route_coder_result  script built-in      chooses verify_format_lint | end_rejected | end_failure; on failure → end_failure
  verify_format_lint  script built-in      chooses verify_build | fix_loop_gate; on failure → fix_loop_gate
  verify_build        script built-in      chooses verify_tests | fix_loop_gate; on failure → fix_loop_gate
  verify_tests        script built-in      chooses edge_case_sweep | fix_loop_gate; on failure → fix_loop_gate
  fix_loop_gate       script built-in      chooses implement | end_failure; on failure → end_failure
  edge_case_sweep     llm                  → route_sweep; on failure → write_handoff
  route_sweep         script built-in      chooses independent_review | write_handoff; on failure → write_handoff
  independent_review  agent code-reviewer  → route_review
  route_review        script built-in      chooses implement | write_handoff; on failure → write_handoff
  write_handoff       llm                  → check_handoff; on failure → end_failure
  check_handoff       script built-in      chooses gate_user_review | write_handoff | end_failure; on failure → end_failure
  gate_user_review    approval             "approve" → end_success; "revise" → get_revision; other text → revise_from_choice
  get_revision        input                → implement
  revise_from_choice  script built-in      chooses implement | get_revision; on failure → get_revision
  end_success         end                  ends with STEP_COMPLETE
  end_blocked         end                  ends with STEP_BLOCKED
  end_rejected        end                  ends with STEP_REJECTED
  end_failure         end                  ends with STEP_FAILED`;

describe('the step protocol', () => {
  it('loads without a problem or a note', () => {
    const loaded = load(STEP);
    assert.equal(show(loaded), '');
    assert.deepEqual(loaded.notes, []);
  });

  it('means the same with carriage returns and a byte order mark', () => {
    const graph = graphOf(`\uFEFF${STEP.replaceAll('\n', '\r\n')}`);
    assert.deepEqual([...graph.nodes.values()], [...graphOf(STEP).nodes.values()]);
  });

  it('has every node and route', () => {
    assert.equal(`\n${graphTable(graphOf(STEP))}`, TABLE);
  });

  it('has the budgets and time limits', () => {
    const graph = graphOf(STEP);
    const { max_fix_attempts, max_review_attempts } = graph.initialState;
    assert.deepEqual([max_fix_attempts, max_review_attempts], [2, 1]);
    assert.deepEqual(graph.settings, { maxLoopIterations: 20, timeoutSeconds: 7200 });
    const limits = [...graph.nodes.values()].map((node) =>
      'timeoutSeconds' in node ? `${node.id} ${node.timeoutSeconds ?? '-'}` : '',
    );
    assert.equal(
      limits.filter((line) => line !== '').join(', '),
      'resolve_step 30, orient 1800, route_staleness 5, implement 3600, route_coder_result 5, ' +
        'verify_format_lint 300, verify_build 600, verify_tests 1200, fix_loop_gate 5, edge_case_sweep 1800, ' +
        'route_sweep 5, independent_review 1200, route_review 5, write_handoff 1800, check_handoff 10, ' +
        'revise_from_choice 5',
    );
  });

  it('knows the built-in actions that there are', () => {
    assert.deepEqual([...BUILTIN_ACTIONS].sort(), Object.keys(builtinActions).sort());
  });
});

describe('a graph in the schema of the original tool', () => {
  it('loads unchanged, with the structure of ours', () => {
    const loaded = load(ORIGINAL);
    assert.equal(show(loaded), '');
    assert.ok(loaded.graph);
    assert.equal(`\n${graphTable(loaded.graph)}`, TABLE);
    const ours = Object.keys(graphOf(STEP).initialState);
    const theirs = Object.keys(loaded.graph.initialState);
    assert.deepEqual(
      theirs.filter((key) => !ours.includes(key)),
      [],
    );
    assert.deepEqual(
      ours.filter((key) => !theirs.includes(key)),
      ['format_status', 'lint_status', 'build_status', 'tests_status'],
    );
  });

  it('notes what has no effect here', () => {
    const keys = load(ORIGINAL).notes.map(({ message }) => message.split('`')[1]);
    assert.deepEqual([...new Set(keys)].sort(), [
      'enabled_skills',
      'global_tools',
      'log_state_snapshots',
      'skills_enabled',
      'validate_before_run',
    ]);
  });

  it('runs its own scripts where they lie beside it', () => {
    const files = BUILTIN_ACTIONS.map((name) => `scripts/${name}.sh`);
    const node = graphOf(ORIGINAL, files).nodes.get('route_sweep');
    assert.deepEqual(node?.type === 'script' && node.runs, { kind: 'file', file: 'scripts/route_sweep.sh' });
  });
});

describe('a walk through the step protocol', () => {
  const graph = graphOf(STEP);

  /** Leaves node after node as told (`node` or `node>next`); the nodes entered, one a line. */
  function follow(steps: readonly (string | [string, Partial<NodeResult>])[]): { trail: string; walk: Walk } {
    let walk = walked(startWalk(graph, { step: '3' }));
    const trail = [tokens(walk)];
    for (const step of steps) {
      const [way, result] = typeof step === 'string' ? [step, {}] : step;
      const [node, next] = way.split('>');
      assert.equal(tokens(walk), `0@${node}`);
      walk = walked(leave(graph, walk, '0', { updates: {}, ...result, ...(next !== undefined && { next }) }));
      trail.push(tokens(walk));
    }
    return { trail: trail.at(-1) ?? '', walk };
  }

  const CHECKED = [
    'verify_format_lint>verify_build',
    'verify_build>verify_tests',
    'verify_tests>edge_case_sweep',
  ];
  const TO_REVIEW: readonly (string | [string, Partial<NodeResult>])[] = [
    ['resolve_step', { updates: { step_number: 3, step_title: 'Retry', blocking_reason: '' } }],
    ['orient', { updates: { plan_summary: 's', implementation_brief: 'b' } }],
    'route_staleness>implement',
    ['implement', { output: 'CODER_COMPLETE\nfiles' }],
    'route_coder_result>verify_format_lint',
    ...CHECKED,
    'edge_case_sweep',
    'route_sweep>write_handoff',
    ['write_handoff', { updates: { step_summary: 'All done.' } }],
    'check_handoff>gate_user_review',
  ];

  it('ends complete, and claims of the checks only what they recorded', () => {
    const { walk } = follow([...TO_REVIEW, ['gate_user_review>end_success', { output: 'approve' }]]);
    assert.equal(walk.ended?.output.split('\n')[0], 'STEP_COMPLETE');
    assert.doesNotMatch(walk.ended.output, /passed/);
    assert.match(walk.ended.output, /^Step: 3 \(Retry\)$/m);
    assert.match(walk.ended.output, /^Checks: format not_run, lint not_run, build not_run, tests not_run$/m);
    assert.match(walk.ended.output, /All done\./);
    assert.equal(walk.ended.state['coder_result'], 'CODER_COMPLETE\nfiles');
  });

  it('comes back to the implementer with a revision, word for word', () => {
    const { walk } = follow([
      ...TO_REVIEW,
      ['gate_user_review>get_revision', { output: 'revise' }],
      ['get_revision', { output: 'Use {{step_plan}} & a shorter name' }],
    ]);
    assert.equal(tokens(walk), '0@implement');
    assert.equal(walk.tokens[0]?.state['fix_instructions'], 'Use {{step_plan}} & a shorter name');
    assert.equal(walk.tokens[0].state['user_feedback'], 'Use {{step_plan}} & a shorter name');
    assert.equal(walk.visits['implement'], 2);
  });

  for (const [node, steps, first] of [
    ['end_blocked', ['resolve_step>gate_blocked', 'gate_blocked>end_blocked'], 'STEP_BLOCKED'],
    ['end_failure', ['resolve_step>end_failure'], 'STEP_FAILED'],
    [
      'end_rejected',
      ['resolve_step', 'orient', 'route_staleness>gate_deviation', 'gate_deviation>end_rejected'],
      'STEP_REJECTED',
    ],
  ] as const) {
    it(`ends at ${node} with ${first}`, () => {
      const { trail, walk } = follow(steps);
      assert.equal(trail, `ended at ${node}`);
      assert.equal(walk.ended?.output.split('\n')[0], first);
    });
  }
});
