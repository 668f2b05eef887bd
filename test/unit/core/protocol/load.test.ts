import assert from 'node:assert/strict';
import { load, show } from './graphs';

/** A small sound graph; the cases below replace one part of it. */
const SOUND = `name: small
version: "1.0"
initial_state:
  topic: ""
start: ask
nodes:
  ask:
    type: approval
    question: "Go on with {{topic}}?"
    options: ["yes", "no"]
    routes:
      "yes": work
      "no": stop
  work:
    type: agent
    agent: coder
    prompt: Do {{topic}}
    state_updates:
      result: "{{output}}"
    next: stop
  stop:
    type: end
    output: "DONE {{topic}}"
`;

function changed(from: string, to: string): string {
  assert.ok(SOUND.includes(from), from);
  return SOUND.replace(from, to);
}

/** What a gate is called, and where it ends that a wrong one is pointed at. */
const TITLES: readonly [string, string, string][] = [
  ['good', 'Steps failed', ''],
  ['none', '', ''],
  ['longest', 'x'.repeat(60), ''],
  ['too long', 'x'.repeat(61), '9:73'],
  ['one line of a block', '|\n      Steps failed', ''],
  ['several lines', '|\n      Steps\n      failed', '12:1'],
  ['several lines, as escapes', '"Steps\\nfailed"', '9:27'],
  ['a line of its own kind', '"Steps\\u2028failed"', '9:31'],
  ['a control character', '"\\e[31mSteps"', '9:25'],
  ['blank', '" "', '9:15'],
];

const CASES: readonly [string, string, string, string][] = [
  ['unknown target', 'next: stop', 'next: stopp', '20:11-20:16 error unknown-target'],
  ['unknown route target', '"yes": work', '"yes": wrok', '12:14-12:18 error unknown-target'],
  ['unknown start', 'start: ask', 'start: begin', '5:8-5:13 error unknown-start'],
  ['missing start', 'start: ask\n', '', '1:1-1:2 error missing-key'],
  ['missing type', 'type: agent\n    ', '', '14:3-14:7 error missing-key'],
  ['unknown type', 'type: agent', 'type: wizard', '15:11-15:17 error unknown-type'],
  ['map', 'type: agent', 'type: map', '15:11-15:14 error refused-type'],
  ['rag', 'type: agent', 'type: rag', '15:11-15:14 error refused-type'],
  ['other version', '"1.0"', '"2.0"', '2:10-2:15 error unknown-version'],
  ['version as a number', '"1.0"', '1.0', '2:10-2:13 error wrong-type'],
  ['id differs', 'type: agent', 'type: agent\n    id: wrok', '16:9-16:13 error id-differs'],
  ['id equal', 'type: agent', 'type: agent\n    id: work', ''],
  [
    'bad id',
    '  stop:\n',
    '  "st op":\n',
    '13:13-13:17 error unknown-target\n20:11-20:15 error unknown-target\n21:3-21:10 error bad-id',
  ],
  [
    'route without option',
    '"no": stop',
    '"no": stop\n      maybe: stop',
    '14:14-14:18 error route-without-option',
  ],
  [
    'words about no option',
    '"no": stop',
    '"no": stop\n    leads_to:\n      maybe: Waits',
    '15:14-15:19 error words-without-option',
  ],
  ...TITLES.map(([name, title, end]): [string, string, string, string] => [
    `title: ${name}`,
    'type: approval',
    `type: approval\n    title: ${title}`,
    end === '' ? '' : `9:12-${end} error bad-title`,
  ]),
  ['title not text', 'type: approval', 'type: approval\n    title: 7', '9:12-9:13 error wrong-type'],
  ['title of an agent', 'type: agent', 'type: agent\n    title: Work', '16:5-16:10 warning unknown-key'],
  ['option without route', '      "no": stop\n', '', '10:14-10:27 error option-without-route'],
  ['on_other serves it', '      "no": stop\n', '    on_other: stop\n', ''],
  ['option not text', '["yes", "no"]', '["yes", "no", true]', '10:28-10:32 error wrong-type'],
  ['unknown key', 'agent: coder', 'agent: coder\n    promt: x', '17:5-17:10 warning unknown-key'],
  ['empty next list', 'next: stop', 'next: []', '20:11-20:13 error bad-next'],
  ['no next', '    next: stop\n', '', '14:3-14:7 error missing-key'],
  ['wrong timeout', 'agent: coder', 'agent: coder\n    timeout: soon', '17:14-17:18 error wrong-type'],
  ['update not text', '"{{output}}"', '[1]', '19:15-19:18 error wrong-type'],
  ['unknown template key', 'DONE {{topic}}', 'DONE {{topik}}', '23:19-23:26 error unknown-template-key'],
  ['written by a node', 'DONE {{topic}}', 'DONE {{result}}', ''],
  ['template in a question', 'Go on with {{topic}}', 'Go {{nope}}', '9:19-9:25 error unknown-template-key'],
  [
    '{{choice}} outside an approval',
    '"{{output}}"',
    '"{{choice}}"',
    '19:16-19:24 warning unknown-template-key',
  ],
  ['a key that is a list', 'topic: ""', '[a]: ""', '4:3-4:6 error yaml-syntax'],
  ['unreachable', '  stop:\n', '  lost:\n    type: end\n  stop:\n', '21:3-21:7 warning unreachable'],
  ['reducer', 'start: ask', 'reducers:\n  a: glue\nstart: ask', '6:6-6:10 error unknown-reducer'],
  ['settings', 'start: ask', 'settings: {max_loop_iterations: 0}\nstart: ask', '5:33-5:34 error wrong-type'],
  ['duplicate key', 'start: ask', 'start: ask\nstart: work', '6:1-6:2 error yaml-syntax'],
  ['unknown tag', 'name: small', 'name: !!js/function small', '1:7-1:20 warning yaml-syntax'],
];

describe('loadGraph', () => {
  it('takes a sound graph without a word', () => {
    const loaded = load(SOUND);
    assert.equal(show(loaded), '');
    assert.deepEqual(loaded.notes, []);
    assert.equal(loaded.graph?.nodes.get('ask')?.range.start.line, 6);
    assert.deepEqual(loaded.graph.settings, { maxLoopIterations: 100 });
  });

  for (const [name, from, to, expected] of CASES) {
    it(`names the place: ${name}`, () => {
      assert.equal(show(load(changed(from, to))), expected);
    });
  }

  it('gives no graph when there is an error, and one when there are only warnings', () => {
    assert.equal(load(changed('next: stop', 'next: stopp')).graph, undefined);
    assert.ok(load(changed('agent: coder', 'agent: coder\n    promt: x')).graph);
  });

  it('says what a title is to be', () => {
    const [problem] = load(changed('type: approval', 'type: approval\n    title: ""')).problems;
    assert.equal(problem?.message, '`title` of node "ask" is not a text of 1 to 60 characters on one line.');
  });

  it('says what was expected and what to do', () => {
    const [problem] = load(changed('["yes", "no"]', '["yes", "no", true]')).problems;
    assert.equal(
      problem?.message,
      '`options` of node "ask" is the boolean true; expected a list of texts. Put each entry in quotes.',
    );
  });

  it('notes keys of the original tool that have no effect here', () => {
    const { notes, problems } = load(`model: x\nglobal_tools: [fs_cat.sh]\n${SOUND}`);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      notes.map(({ severity, range, code }) => [severity, range.start.line, code]),
      [
        ['info', 0, 'ignored-key'],
        ['info', 1, 'ignored-key'],
      ],
    );
  });
});

describe('loadGraph: scripts', () => {
  const withScript = (script: string): string =>
    `name: s\nstart: a\nnodes:\n  a:\n    type: script\n    script: ${script}\n    next: z\n  z:\n    type: end\n`;
  const runs = (script: string, files: string[] = []): unknown => {
    const loaded = load(withScript(script), files);
    const node = loaded.graph?.nodes.get('a');
    return node?.type === 'script' ? node.runs : loaded.problems.map(({ code }) => code);
  };

  it('prefers a file beside the graph to a built-in action of the same base name', () => {
    assert.deepEqual(runs('scripts/route_sweep.sh'), { kind: 'builtin', action: 'route_sweep' });
    assert.deepEqual(runs('./scripts/route_sweep.sh', ['scripts/route_sweep.sh']), {
      kind: 'file',
      file: 'scripts/route_sweep.sh',
    });
  });

  for (const [script, code] of [
    ['../route_sweep.sh', 'script-outside'],
    ['scripts/../../x.sh', 'script-outside'],
    ['/bin/sh', 'script-outside'],
    ['C:/x.sh', 'script-outside'],
    ['"scripts\\\\x.sh"', 'script-path'],
    ['scripts/other.sh', 'script-missing'],
  ] as const) {
    it(`refuses ${script}`, () => {
      assert.deepEqual(runs(script, ['../route_sweep.sh']), [code]);
    });
  }

  it('warns where a built-in action may lead to a node that the graph lacks', () => {
    assert.equal(
      show(load(withScript('route_sweep'))),
      '6:13-6:24 warning unknown-target\n6:13-6:24 warning unknown-target',
    );
  });

  it('only warns of keys and nodes that a script may serve', () => {
    const text = `${withScript('a.sh')}    output: "{{from_script}}"\n  y:\n    type: end\n`;
    assert.equal(
      show(load(text, ['a.sh'])),
      '10:14-10:27 warning unknown-template-key\n11:3-11:4 warning unreachable',
    );
  });

  it('takes an end that only a script can lead to, and refuses none at all', () => {
    const alone = withScript('a.sh').replace('    next: z\n', '');
    assert.equal(show(load(alone, ['a.sh'])), '7:3-7:4 warning unreachable');
    assert.equal(show(load(alone.replace('  z:\n    type: end\n', ''), ['a.sh'])), '3:1-3:6 error no-end');
  });
});

describe('loadGraph: parallel branches', () => {
  const fork = (next: string, b: string, c: string, reducers = ''): string => `name: f
start: a
${reducers}
nodes:
  a: { type: agent, agent: x, prompt: p, next: ${next} }
  b: { type: agent, agent: x, prompt: p, ${b} }
  c: { type: agent, agent: x, prompt: p, ${c} }
  j: { type: end, output: "" }
  k: { type: end, output: "" }
`;
  const writes = 'next: j, state_updates: { found: "{{output}}" }';
  const CASES_FORK: readonly [string, string, string][] = [
    ['branches that meet', fork('[b, c]', 'next: j', 'next: j'), '9:3-9:4 warning unreachable'],
    ['branches that never meet', fork('[b, c]', 'next: j', 'next: k'), '5:42-5:46 error no-join'],
    ['the join in the list', fork('[b, j]', 'next: j', 'next: k'), '5:42-5:46 error join-in-list'],
    ['two writers', fork('[b, c]', writes, writes), '5:42-5:46 error parallel-writers'],
    ['two writers with a reducer', fork('[b, c]', writes, writes, 'reducers: { found: append }'), ''],
    ['one writer', fork('[b, c]', writes, 'next: j'), ''],
    ['a node twice', fork('[b, b, c]', 'next: j', 'next: j'), '5:48-5:57 error bad-next'],
  ];
  for (const [name, text, expected] of CASES_FORK) {
    it(`checks ${name}`, () => {
      const shown = show(load(text))
        .split('\n')
        .filter((line) => !line.includes('unreachable') || expected.includes('unreachable'));
      assert.equal(shown.join('\n'), expected);
    });
  }
});

describe('loadGraph: hostile text', () => {
  const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
    .concat(
      Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`),
    )
    .join('\n');
  const CASES_HOSTILE: readonly [string, string, string][] = [
    ['deep flow nesting', `name: ${'['.repeat(200_000)}`, 'yaml-limits'],
    ['deep block nesting', '- '.repeat(100_000), 'yaml-limits'],
    ['an alias bomb', bomb, 'yaml-limits'],
    ['an alias of itself', 'name: &a\n  x: *a\n', 'yaml-limits'],
    ['very many keys', Array.from({ length: 50_000 }, (_, i) => `k${i}: 1`).join('\n'), 'yaml-limits'],
    ['a huge file', 'x'.repeat(1_000_001), 'yaml-limits'],
    ['two documents', 'a: 1\n---\nb: 2\n', 'yaml-syntax'],
    ['nothing', '', 'empty'],
    ['a list', '- a\n', 'wrong-type'],
  ];
  for (const [name, text, code] of CASES_HOSTILE) {
    it(`refuses ${name}`, () => {
      assert.deepEqual(
        load(text).problems.map((problem) => problem.code),
        [code],
      );
    });
  }

  it('takes names of the language for what they are: text', () => {
    const text = SOUND.replace('start: ask', 'start: constructor').replace('  ask:', '  constructor:');
    assert.equal(show(load(text)), '');
    assert.equal(load(changed('type: agent', 'type: constructor')).problems[0]?.code, 'unknown-type');
    assert.equal(
      show(load(changed('{{topic}}?', '{{constructor}}?'))),
      '9:27-9:40 error unknown-template-key',
    );
    assert.equal(
      load(changed('  stop:', '  __proto__:')).problems.some(({ code }) => code === 'bad-id'),
      true,
    );
  });
});
