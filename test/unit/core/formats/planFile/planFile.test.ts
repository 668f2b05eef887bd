import assert from 'node:assert/strict';
import { planFileDigest } from '../../../../../src/core/formats/planFile/planFile';
import { shownDigest, shownProblem } from './text';

/** A file with this front matter. */
function file(...lines: string[]): string {
  return ['---', ...lines, '---', ''].join('\n');
}

const GSD = `---
phase: 03-auth
plan: 02
type: execute
wave: 2
depends_on: ["03-01"]
files_modified:
  - src/auth.ts
  - src/session.ts   # new
autonomous: false
requirements: [AUTH-01, AUTH-02]
must_haves:
  truths:
    - "A user stays signed in"
---

<objective>
Keep users **signed in** across restarts. With a cookie.

Purpose: fewer passwords
</objective>

<context>
# Source files:
@src/auth.ts
</context>

<tasks>
<task type="auto">
  <name>Task 1</name>
</task>
<task type="checkpoint:human-verify" gate="blocking">
  <what-built>A cookie</what-built>
</task>
</tasks>
`;

const RENN = `---
stage: 03-auth
run: 02
batch: 2
depends_on: []
files_modified: []
autonomous: true
gap_closure: true
---
# Sessions

<tasks>
<task type="auto">
</task>
</tasks>
`;

describe('planFileDigest: whole files', () => {
  it('reads a plan', () => {
    assert.deepEqual(shownDigest(planFileDigest(GSD, false)), [
      'title: Keep users signed in across restarts',
      'objective: Keep users signed in across restarts. With a cookie.',
      'stage: 03-auth@1:7-14',
      'run: 02@2:6-8',
      'batch: 2@4:6-7',
      'depends on: 03-01@5:14-19',
      'files: src/auth.ts@7:4-15, src/session.ts@8:4-18',
      'requirements: AUTH-01, AUTH-02',
      'autonomous: false@9:12-17',
      'type: execute',
      'tasks: 2',
      'checkpoints: human-verify (blocking)@31:0',
      'gates: human-verify',
    ]);
  });

  it('reads a run', () => {
    assert.deepEqual(shownDigest(planFileDigest(RENN, false)), [
      'title: Sessions',
      'stage: 03-auth@1:7-14',
      'run: 02@2:5-7',
      'batch: 2@3:7-8',
      'autonomous: true@6:12-16',
      'gap closure',
      'tasks: 1',
    ]);
  });

  it('is the same after a round through JSON, with CRLF and with a byte order mark', () => {
    const digest = planFileDigest(GSD, false);
    assert.deepEqual(JSON.parse(JSON.stringify(digest)), digest);
    assert.deepEqual(planFileDigest(GSD.replaceAll('\n', '\r\n'), false), digest);
    assert.deepEqual(planFileDigest(`\uFEFF${GSD}`, false), digest);
  });
});

describe('planFileDigest: front matter', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['words alone', 'Do it.', ['no front matter']],
    [
      'a heading first',
      '# Plan 50-01: Adapter\n\n## Goal\n',
      ['no front matter', 'title: Plan 50-01: Adapter'],
    ],
    ['a fence that is not at the beginning', '\n---\nwave: 1\n---\n', ['no front matter']],
    ['empty', '---\n---\n', []],
    ['a comment alone', file('# wave: 1'), []],
    [
      'numbers as they are written',
      file('phase: 38.10', 'plan: 08'),
      ['stage: 38.10@1:7-12', 'run: 08@2:6-8'],
    ],
    ['quotes of both kinds', file('plan: "01"', "wave: '2'"), ['run: 01@1:7-9', 'batch: 2@2:7-8']],
    ['comments', file('wave: 2 # after auth', 'type: tdd'), ['batch: 2@1:6-7', 'type: tdd']],
    ['values that are nothing', file('wave:', 'plan: ~', 'depends_on: null'), []],
    [
      'a list on one line',
      file('depends_on: [01, "02", \'03\']'),
      ['depends on: 01@1:13-15, 02@1:18-20, 03@1:24-26'],
    ],
    ['a list below', file('depends_on:', '  - 01', '  - "02"'), ['depends on: 01@2:4-6, 02@3:5-7']],
    [
      'a list below without indentation',
      file('depends_on:', '- 01', 'wave: 2'),
      ['batch: 2@3:6-7', 'depends on: 01@2:2-4'],
    ],
    [
      'a list over several lines',
      file('depends_on: [', '  "01",', '  02', ']'),
      ['depends on: 01@2:2-6, 02@3:2-4'],
    ],
    [
      'a scalar with commas',
      file('depends_on: "02-01, 02-02"'),
      ['depends on: 02-01@1:13-18, 02-02@1:20-25'],
    ],
    ['a scalar', file('depends_on: Phase 366'), ['depends on: Phase 366@1:12-21']],
    ['none in words', file('depends_on: none'), []],
    ['a key within another', file('must_haves:', '  wave: 3', 'wave: 1'), ['batch: 1@3:6-7']],
    ['a line of the body', '---\nwave: 1\n---\nwave: 2\n', ['batch: 1@1:6-7']],
    ['anchors', file('wave: &w 2', 'plan: *w'), ['batch: 2@1:9-10']],
    ['a plan that says it is superseded', file('status: superseded'), ['status: superseded@1:8-18']],
  ];
  for (const [what, text, expected] of cases) {
    it(what, () => assert.deepEqual(shownDigest(planFileDigest(text, false)), expected));
  }
});

describe('planFileDigest: problems of front matter', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'a backslash in double quotes',
      file('wave: 2', 'must_haves:', '  key_links:', '    - pattern: "a\\.b"'),
      ['batch: 2@1:6-7', "warning front-matter-yaml 4:17-21 => - pattern: 'a\\.b'"],
    ],
    [
      'a backtick first',
      file('wave: 2', 'must_haves:', '  truths:', '    - `a` is b'),
      ['batch: 2@1:6-7', "warning front-matter-yaml 4:6-14 => - '`a` is b'"],
    ],
    [
      'an at sign in a list',
      file('wave: 2', 'added: [@a/b, c]'),
      ['batch: 2@1:6-7', "warning front-matter-yaml 2:8-16 => added: ['@a/b', 'c']"],
    ],
    [
      'text after a quoted scalar',
      file('wave: 2', 'must_haves:', '  truths:', '    - "a" is b'),
      ['batch: 2@1:6-7', `warning front-matter-yaml 4:10-14 => - '"a" is b'`],
    ],
    [
      'a colon in a value',
      file('wave: 2', 'title: Plan: the rest'),
      [
        'title: Plan: the rest',
        'batch: 2@1:6-7',
        "warning front-matter-yaml 2:7-21 => title: 'Plan: the rest'",
      ],
    ],
    [
      'a value beside a nested mapping',
      file('wave: 2', 'again: true', '  before: gaps'),
      ['batch: 2@1:6-7', 'warning front-matter-yaml 2:7-11 => again:'],
    ],
    ['a key twice', file('wave: 2', 'wave: 3'), ['batch: 2@1:6-7', 'warning front-matter-yaml 2:0-7']],
    [
      'a list that is not closed',
      file('depends_on: [01, 02', 'wave: 2'),
      ['batch: 2@2:6-7', 'depends on: 01@1:13-15, 02@1:17-19', 'warning front-matter-yaml 2:0-7'],
    ],
    ['a tab', file('a:', '\t- b', 'wave: 2'), ['batch: 2@3:6-7', 'warning front-matter-yaml 2:0-4']],
    ['a mapping that is none', file('- wave'), ['warning front-matter-no-mapping 0:0-3']],
    [
      'another language',
      '---js\nwave: 2\n---\n',
      ['no front matter', 'error front-matter-language 0:0-5 => ---'],
    ],
    ['TOML', '+++\nwave = 2\n+++\n', ['no front matter', 'error front-matter-language 0:0-3 => ---']],
    ['no end', '---\nwave: 2\n', ['no front matter', 'warning front-matter-unclosed 0:0-3 => ---']],
  ];
  for (const [what, text, expected] of cases) {
    it(what, () => assert.deepEqual(shownDigest(planFileDigest(text, false)), expected));
  }
});

describe('planFileDigest: a file without a word', () => {
  const empty = 'warning step-empty 0:0-0 => <objective>What is to be reached</objective>';
  for (const text of ['', '\uFEFF', ' \r\n\n'])
    it(JSON.stringify(text), () => {
      assert.deepEqual(shownDigest(planFileDigest(text, false)), ['no front matter', empty]);
    });
});

describe('planFileDigest: odd front matter that would take long', () => {
  const odd = (...more: readonly string[]): string => file('wave: 2', 'title: `x', ...more);
  const cases: readonly (readonly [string, string, string])[] = [
    ['is read as a whole up to a size', odd(`a: ${'x'.repeat(12_000)}`), 'warning front-matter-yaml 2:7-9'],
    ['is left to its lines beyond', odd(`a: ${'x'.repeat(17_000)}`), 'warning front-matter-too-large 0:0-3'],
    [
      'and where it has too many values',
      odd(...Array.from({ length: 1100 }, (_, row) => `k${row}: 1`)),
      'warning front-matter-limits',
    ],
    ['also in few characters', odd(`a: ${'[]'.repeat(2500)}`), 'warning front-matter-limits'],
  ];
  for (const [what, text, expected] of cases) {
    it(what, () => {
      const digest = planFileDigest(text, false);
      assert.equal(digest.batch?.text, '2');
      assert.ok(
        digest.problems.map(shownProblem).join().startsWith(expected),
        shownDigest(digest).join('\n'),
      );
    });
  }
});

describe('planFileDigest: a title out of the objective', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Sign in. Then out.', 'Sign in'],
    ['Extract the class (e.g. from 5. row). Then more.', 'Extract the class (e.g. from 5. row)'],
    ['Remove the plumbing now that\nit is unused. Next.', 'Remove the plumbing now that it is unused'],
    ['Sign in\n- with a cookie', 'Sign in'],
    ['Close these:\nand more', 'Close these:'],
    ['\n\n  Sign in\r\n  again\r\n', 'Sign in again'],
  ];
  for (const [objective, expected] of cases) {
    it(expected, () => {
      const text = `<objective>\n${objective}\n</objective>\n`;
      assert.equal(planFileDigest(text, false).title, expected);
    });
  }
});

describe('planFileDigest: tasks and gates', () => {
  const verify = '<task type="checkpoint:human-verify" gate="blocking">';
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['prose', 'Do it.\n', []],
    ['headings', '# Plan\n## Task 1: a\n### Task 2\n', ['title: Plan', 'tasks: 2']],
    ['headings beside tasks', '## Task 1: a\n<task type="auto">\n', ['title: Task 1: a', 'tasks: 1']],
    ['tasks in code', '```xml\n<task>\n</task>\n```\n<task>\n', ['tasks: 1']],
    [
      'a heading after the objective',
      '<objective>\n</objective>\n<context>\n# Source files:\n</context>\n',
      [],
    ],
    ['a heading in code', '```sh\n# not this\n```\n# this\n', ['title: this']],
    [
      'a fence in a fence',
      '<task>\n    ```md\n    ```sh\n    ```\n    ```\n</task>\n<task>\n</task>\n',
      ['tasks: 2'],
    ],
    ['tildes around backticks', '~~~\n```\n<task>\n~~~\n<task>\n', ['tasks: 1']],
    ['code in a sentence', '```<task>``` is code\n<task>\n', ['tasks: 1']],
    ['a word that begins so', '<tasks>\n<taskforce>\n<task>\n', ['tasks: 1']],
    ['a task in a sentence', 'Every <task> counts.\n', []],
    [
      'kinds and gates',
      `${verify}\n  <task gate='blocking-human' type='checkpoint:decision'>\n<task type="checkpoint">\n`,
      [
        'tasks: 3',
        'checkpoints: human-verify (blocking)@3:0, decision (blocking-human)@4:2, gate@5:0',
        'gates: human-verify, decision, gate',
      ],
    ],
    ['a kind of a task that is no checkpoint', '<task type="tracer">\n', ['tasks: 1']],
  ];
  for (const [what, body, expected] of cases) {
    it(what, () => {
      assert.deepEqual(shownDigest(planFileDigest(`---\nautonomous: false\n---\n${body}`, false)), [
        ...expected.filter((line) => line.startsWith('title')),
        'autonomous: false@1:12-17',
        ...expected.filter((line) => !line.startsWith('title') && !line.startsWith('gates')),
        expected.find((line) => line.startsWith('gates')) ?? 'gates: gate',
        ...(expected.some((line) => line.startsWith('gates')) ? [] : [NOT_FOUND]),
      ]);
    });
  }

  const NOT_FOUND = 'info gate-not-found 1:12-17 => <task type="checkpoint:human-verify" gate="blocking">';
  const disagreements: readonly (readonly [string, string, readonly string[]])[] = [
    ['both say so', `---\nautonomous: false\n---\n${verify}\n`, []],
    ['neither', '---\nautonomous: true\n---\n<task>\n', []],
    [
      'a checkpoint and true',
      `---\nautonomous: true\n---\n${verify}\n`,
      ['info gate-not-declared 1:12-16 => autonomous: false'],
    ],
    [
      'a checkpoint alone',
      `---\nwave: 1\n---\n${verify}\n`,
      ['info gate-not-declared 3:0-53 => autonomous: false'],
    ],
    [
      'a checkpoint without front matter',
      `${verify}\n`,
      ['info gate-not-declared 0:0-53 => autonomous: false'],
    ],
    [
      'false alone',
      '---\nautonomous: "no"\n---\n<task>\n',
      ['info gate-not-found 1:13-15 => <task type="checkpoint:human-verify" gate="blocking">'],
    ],
  ];
  for (const [what, text, expected] of disagreements) {
    it(`says when they disagree: ${what}`, () => {
      const shown = shownDigest(planFileDigest(text, false)).filter((line) => line.startsWith('info'));
      assert.deepEqual(shown, expected);
    });
  }

  it('cannot miss a gate behind the cut', () => {
    const digest = planFileDigest('---\nautonomous: false\n---\n<task>\n', true);
    assert.deepEqual(shownDigest(digest), ['autonomous: false@1:12-17', 'tasks: 1 or more', 'gates: gate']);
  });
});
