import assert from 'node:assert/strict';
import type { RunEvent } from '../../../../src/core/events';
import type { ApprovalNode, Graph } from '../../../../src/core/protocol/graph';
import { replay } from '../../../../src/core/protocol/replay';
import { choose, leave, readyNodes, startWalk } from '../../../../src/core/protocol/walk';
import type { NodeResult, Walk } from '../../../../src/core/protocol/walk';
import { graphOf, left, refused, tokens, walked } from './graphs';

const LINE = graphOf(`name: line
variables:
  - { name: step, default: next }
  - { name: plans_dir, default: plans }
settings: { max_loop_iterations: 3 }
initial_state: { plans_dir: "", topic: t, note: "" }
start: ask
nodes:
  ask:
    type: approval
    question: "?"
    options: ["go"]
    routes: { go: work }
    on_other: work
    state_updates: { said: "{{choice}}", twice: "{{choice}}{{output}}" }
  work:
    type: agent
    agent: coder
    prompt: p
    state_updates: { result: "<{{output}}> {{found}}{{absent}}" }
    next: words
  words:
    type: input
    question: "?"
    state_updates: { note: "{{input}}" }
    next: done
  done:
    type: end
    state_updates: { last: "{{note}}!" }
    output: |
      DONE
      {{result}} {{last}}
`);

function go(graph: Graph, walk: Walk, token: string, result: Partial<NodeResult> = {}): Walk {
  return walked(leave(graph, walk, token, { updates: {}, ...result }));
}

describe('walking a line', () => {
  it('starts with initial state, defaults and what was given', () => {
    const walk = walked(startWalk(LINE, { step: '3' }));
    assert.equal(tokens(walk), '0@ask');
    assert.deepEqual(walk.visits, { ask: 1 });
    assert.deepEqual(walk.tokens[0]?.state, {
      initial_prompt: '',
      plans_dir: 'plans',
      topic: 't',
      note: '',
      step: '3',
    });
  });

  it('merges updates, renders state_updates and ends with the rendered output', () => {
    let walk = walked(startWalk(LINE, {}));
    walk = go(LINE, walk, '0', { output: 'go', next: 'work' });
    assert.deepEqual([walk.tokens[0]?.state['said'], walk.tokens[0]?.state['twice']], ['go', 'gogo']);
    assert.equal('choice' in (walk.tokens[0]?.state ?? {}), false);
    walk = go(LINE, walk, '0', { output: { a: 1 }, updates: { found: 7 } });
    walk = go(LINE, walk, '0', { output: 'why {{topic}}' });
    assert.equal(tokens(walk), 'ended at done');
    assert.equal(walk.ended?.output, 'DONE\n<{"a":1}> 7 why {{topic}}!\n');
    assert.deepEqual(walk.tokens, []);
  });

  it('goes where the result says', () => {
    const walk = walked(startWalk(LINE, {}));
    assert.equal(tokens(go(LINE, walk, '0', { next: 'words' })), '0@words');
  });

  it('ends at the loop limit, counting entries', () => {
    let walk = walked(startWalk(LINE, {}));
    walk = go(LINE, walk, '0', { next: 'ask' });
    walk = go(LINE, walk, '0', { next: 'ask' });
    assert.deepEqual(walk.visits, { ask: 3 });
    assert.equal(
      refused(leave(LINE, walk, '0', { updates: {}, next: 'ask' })),
      'loop_limit at ask: Node "ask" was to be entered more often than max_loop_iterations (3) allows.',
    );
  });

  it('refuses what cannot be', () => {
    const walk = walked(startWalk(LINE, {}));
    const say = (id: string, next?: string): string =>
      refused(leave(LINE, walk, id, { updates: {}, ...(next !== undefined && { next }) }));
    assert.match(say('0'), /^protocol_error at ask: Node "ask" gave no next node/);
    assert.match(say('0', 'nowhere'), /^protocol_error at ask: Node "ask" leads to "nowhere"/);
    assert.match(say('0', 'done'), /^protocol_error at done: The output of node "done" uses \{\{result\}\}/);
    assert.match(say('7'), /^protocol_error at : Branch 7 is not at a node/);
  });

  it('routes an approval by the exact option, any other text by on_other', () => {
    const ask = LINE.nodes.get('ask') as ApprovalNode;
    assert.equal(choose(ask, 'go'), 'work');
    assert.equal(choose({ ...ask, routes: { go: 'done' } }, 'Go'), 'work');
    const strict: Partial<ApprovalNode> = { ...ask };
    delete (strict as { onOther?: string }).onOther;
    assert.equal(choose(strict as ApprovalNode, 'toString'), undefined);
  });
});

/** a forks to b and c; b forks to d and e; everything joins at j, which may go back to a. */
const NESTED = graphOf(`name: nested
settings: { max_concurrency: 2 }
initial_state: { list: [0], sum: 10, text: "", map: { a: 1 }, plain: x }
reducers: { list: append, sum: sum, text: concat, map: merge, top: max }
start: a
nodes:
  a: { type: agent, agent: x, prompt: p, next: [b, c] }
  b: { type: agent, agent: x, prompt: p, next: [d, e] }
  c: { type: agent, agent: x, prompt: p, next: j }
  d: { type: agent, agent: x, prompt: p, next: j }
  e: { type: agent, agent: x, prompt: p, next: f }
  f: { type: agent, agent: x, prompt: p, next: j }
  j: { type: approval, question: "?", options: [again, end], routes: { again: a, end: z } }
  z: { type: end, output: "{{list}} {{sum}} {{text}} {{map}}" }
`);

describe('walking in parallel', () => {
  it('splits, waits and joins, with each branch its own state and the writes reduced in branch order', () => {
    const trace: string[] = [];
    let walk = walked(startWalk(NESTED, {}));
    const step = (token: string, updates: Record<string, unknown>, next?: string): void => {
      walk = go(NESTED, walk, token, { updates, ...(next !== undefined && { next }) });
      trace.push(`${token}: ${tokens(walk)}`);
    };
    step('0', { list: [0, 1] });
    step('0.1', { list: 'c', sum: 5, top: 3 });
    step('0.0', { list: 'b', text: 'first' });
    step('0.0.1', { list: 'replaced' });
    assert.equal(walk.tokens.find(({ id }) => id === '0.0.0')?.state['list'], 'b');
    step('0.0.1', { list: 'f', sum: 2, map: { b: 2 } });
    step('0.0.0', { list: 'd', text: 'second', top: 4 });
    assert.deepEqual(trace, [
      '0: 0.0@b 0.1@c',
      '0.1: 0.0@b 0.1@j(joining)',
      '0.0: 0.0.0@d 0.0.1@e 0.1@j(joining)',
      '0.0.1: 0.0.0@d 0.0.1@f 0.1@j(joining)',
      '0.0.1: 0.0.0@d 0.0.1@j(joining) 0.1@j(joining)',
      '0.0.0: 0@j',
    ]);
    assert.deepEqual(walk.visits, { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, j: 1 });
    step('0', {}, 'z');
    assert.equal(walk.ended?.output, '[0,1,"b","d","f","c"] 17 first\nsecond {"a":1,"b":2}');
    assert.equal(walk.ended.state['top'], 4);
  });

  it('forks again when it comes by again', () => {
    let walk = walked(startWalk(NESTED, {}));
    for (const token of ['0', '0.0', '0.0.0', '0.0.1', '0.0.1', '0.1']) walk = go(NESTED, walk, token);
    walk = go(NESTED, walk, '0', { next: 'a' });
    walk = go(NESTED, walk, '0');
    assert.equal(tokens(walk), '0.0@b 0.1@c');
    assert.equal(walk.forks.length, 1);
  });

  it('lets a branch that reaches an end, end everything', () => {
    let walk = go(NESTED, walked(startWalk(NESTED, {})), '0');
    walk = go(NESTED, walk, '0.1', { next: 'z' });
    assert.equal(tokens(walk), 'ended at z');
  });

  it('gives no more nodes to perform than may run at once', () => {
    let walk = go(NESTED, walked(startWalk(NESTED, {})), '0');
    walk = go(NESTED, walk, '0.0');
    const ready = (): string[] => readyNodes(NESTED, walk).map(({ id }) => id);
    assert.deepEqual(ready(), ['0.1', '0.0.0']);
    walk = go(NESTED, walk, '0.1');
    assert.deepEqual(ready(), ['0.0.0', '0.0.1']);
  });

  it('refuses two writers without a reducer, and a value that the reducer cannot take', () => {
    const two = (key: string, value: unknown): string => {
      let walk = go(NESTED, walked(startWalk(NESTED, {})), '0');
      walk = go(NESTED, walk, '0.1', { updates: { [key]: value } });
      walk = go(NESTED, walk, '0.0', { updates: { [key]: value }, next: 'c' });
      return refused(leave(NESTED, walk, '0.0', { updates: {} }));
    };
    assert.equal(
      two('plain', 1),
      'protocol_error at j: The branches that join at "j" cannot be merged: 2 of them wrote `plain`, which has no reducer.',
    );
    assert.match(two('sum', 'many'), /`sum`: reducer sum needs a number; a branch wrote "many"\.$/);
  });
});

describe('replaying a journal', () => {
  /** A small repeatable generator of numbers in [0, 1). */
  function random(seed: number): () => number {
    let state = seed;
    return () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
  }

  /** Walks at random until the end, an error or 60 nodes; gives the walk and its journal. */
  function wander(seed: number): { walk: ReturnType<typeof leave>; journal: RunEvent[] } {
    const next = random(seed);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
    const journal: RunEvent[] = [];
    let walk = startWalk(NESTED, {});
    while (!('error' in walk) && !walk.ended && journal.length < 60) {
      const token = pick(readyNodes(NESTED, walk));
      const updates = pick([
        {},
        { list: seed },
        { sum: 1 },
        { text: 't', map: { [`k${seed}`]: 1 } },
        { plain: 1 },
      ]);
      const route = token.node === 'j' ? { next: pick(['a', 'a', 'z']) } : {};
      const result = { updates, output: journal.length, ...route };
      journal.push(left(token.id, token.node, result));
      walk = leave(NESTED, walk, token.id, result);
    }
    return { walk, journal };
  }

  it('gives the very walk, for 200 random ones, and never strands a branch', () => {
    const endings = { ended: 0, error: 0, open: 0 };
    for (let seed = 1; seed <= 200; seed += 1) {
      const { walk, journal } = wander(seed);
      const written = JSON.parse(JSON.stringify(journal)) as RunEvent[];
      assert.deepEqual(replay(NESTED, written), walk, `seed ${seed}`);
      endings['error' in walk ? 'error' : walk.ended ? 'ended' : 'open'] += 1;
    }
    assert.ok(endings.ended > 20 && endings.error > 20, JSON.stringify(endings));
  });

  it('does not depend on the order in which branches run', () => {
    const outputs = Array.from({ length: 100 }, (_, seed) => {
      const next = random(seed + 1);
      let walk = walked(startWalk(NESTED, {}));
      while (!walk.ended) {
        const ready = walk.tokens.filter(({ joining }) => !joining);
        const token = ready[Math.floor(next() * ready.length)];
        assert.ok(token);
        const round = walk.visits[token.node] ?? 0;
        const updates = {
          text: `${token.node}${round}`,
          ...(token.node !== 'a' && { list: token.node, sum: 1 }),
        };
        const route =
          token.node === 'j' ? { updates: { list: [] }, next: round < 3 ? 'a' : 'z' } : { updates };
        walk = go(NESTED, walk, token.id, route);
      }
      return JSON.stringify(walk.ended);
    });
    assert.equal(new Set(outputs).size, 1, outputs[0]);
  });

  it('takes the variables from run_started and passes over other events', () => {
    const started = { type: 'run_started', variables: { step: '7' } } as unknown as RunEvent;
    const note: RunEvent = { type: 'note', schema_version: 1, at: '', text: 'x' };
    const walk = walked(
      replay(LINE, [started, note, left('0', 'ask', { updates: {}, output: 'go', next: 'work' })]),
    );
    assert.equal(tokens(walk), '0@work');
    assert.equal(walk.tokens[0]?.state['step'], '7');
  });

  it('says so when journal and protocol do not fit', () => {
    assert.match(
      refused(replay(LINE, [left('0.3', 'x', { updates: {} })])),
      /the journal and the protocol differ/,
    );
  });
});
