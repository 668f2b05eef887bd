import assert from 'node:assert/strict';
import { blockingReason } from '../../../../src/core/formats/coyote/dependencies';
import { coyote } from '../../../../src/core/formats/coyote';
import { predictNext } from '../../../../src/core/formats/coyote/next';
import { stepsOf } from '../../../../src/core/plan';
import { BODY, handoffText, planOf, planText, problemsText, stepText } from './planText';

const pending = stepText('status: pending');
const complete = stepText('status: complete');

describe('coyote: recognising a root', () => {
  const cases: [string, string[], boolean][] = [
    ['a numbered step', ['steps/', 'steps/01-a.md'], true],
    ['a number without a slug', ['steps/', 'steps/07.md'], true],
    ['a README beside handoffs', ['handoffs/', 'steps/', 'steps/README.md'], true],
    ['a README alone', ['steps/', 'steps/README.md'], false],
    ['no step', ['handoffs/', 'plan.md', 'steps/'], false],
    ['steps deeper down', ['steps/', 'steps/old/', 'steps/old/01-a.md'], false],
    ['another extension', ['steps/', 'steps/01-a.txt', 'steps/02-b.MD'], false],
    ['numbered files beside', ['01-a.md'], false],
  ];
  for (const [what, listing, expected] of cases) {
    it(what, () => assert.equal(coyote.recognises(listing), expected));
  }
  it('reads steps, handoffs and the overview, nothing deeper', () => {
    const names = [
      'NOTES.md',
      'handoffs/01-a.md',
      'plan.md',
      'steps/01-a.md',
      'steps/x.txt',
      'steps/o/02-b.md',
    ];
    assert.deepEqual([...coyote.reads(names)], ['handoffs/01-a.md', 'plan.md', 'steps/01-a.md']);
  });
});

describe('coyote: status', () => {
  const lineCases: [string, string, string, string[]][] = [
    ['exact', 'status: pending', 'pending', []],
    ['quoted', "status: 'complete'", 'complete', []],
    ['empty', 'status:', 'pending', []],
    ['absent', 'title: x', 'pending', []],
    [
      'a trailing comment',
      'status: pending   # pending | in-progress | complete',
      'unrecognised, meant pending',
      ['warning status-not-exact steps/01-a.md 1:8-1:52'],
    ],
    [
      'blanks',
      'status: complete ',
      'unrecognised, meant complete',
      ['warning status-not-exact steps/01-a.md 1:8-1:16'],
    ],
    [
      'case',
      'status: Pending',
      'unrecognised, meant pending',
      ['warning status-not-exact steps/01-a.md 1:8-1:15'],
    ],
    [
      'an underscore',
      'status: in_progress',
      'unrecognised, meant in-progress',
      ['warning status-not-exact steps/01-a.md 1:8-1:19'],
    ],
    [
      'another word',
      'status: done',
      'unrecognised, meant complete',
      ['warning status-not-exact steps/01-a.md 1:8-1:12'],
    ],
    ['blocked', 'status: blocked', 'unrecognised', ['warning status-not-exact steps/01-a.md 1:8-1:15']],
  ];
  for (const [what, line, mark, problems] of lineCases) {
    it(what, () => {
      const plan = planOf({ 'steps/01-a.md': stepText(line) });
      assert.match(planText(plan), new RegExp(`\\[${mark}\\]`));
      assert.deepEqual(problemsText(plan), problems);
    });
  }

  const messages: [string, string][] = [
    ['status: pending # x', 'Remove the comment after the value.'],
    ['status: pending  ', 'Remove the blanks after the value.'],
    ['status: pending\r', 'The line ends with a carriage return: save the file with LF line ends.'],
    ['status: Pending', 'Found "Pending"; write one of the three words alone.'],
  ];
  for (const [line, cause] of messages) {
    it(`says what to do about ${JSON.stringify(line)}`, () => {
      const [step] = stepsOf(planOf({ 'steps/01-a.md': stepText(line) }));
      const rule = 'The step-runner skips this step: status is not exactly pending, in-progress or complete.';
      assert.equal(step?.problems[0]?.message, `${rule} ${cause}`);
    });
  }
});

describe('coyote: front matter', () => {
  const cases: [string, string, string, string[]][] = [
    [
      'CRLF',
      stepText('step: 1', 'status: complete').replaceAll('\n', '\r\n'),
      'unrecognised, meant complete',
      ['warning status-not-exact steps/01-a.md 2:8-2:16'],
    ],
    [
      'a BOM',
      `\uFEFF${stepText('step: 1', 'status: complete')}`,
      'pending, meant complete',
      ['warning front-matter-hidden steps/01-a.md 0:0-0:3', 'warning status-not-read steps/01-a.md 2:8-2:16'],
    ],
    ['none', BODY, 'pending', ['warning front-matter-missing steps/01-a.md 0:0-0:0']],
    [
      'a pair of rules in the body',
      `# Title\n\n---\nstatus: complete\n---\n${BODY}`,
      'complete',
      ['warning front-matter-elsewhere steps/01-a.md 2:0-2:3'],
    ],
    [
      'rules after front matter do not matter',
      `${stepText('status: complete')}\n---\nstatus: pending\n---\n`,
      'complete',
      [],
    ],
    [
      'never closed',
      `---\nstatus: complete\n${BODY}`,
      'complete',
      ['warning front-matter-unclosed steps/01-a.md 0:0-0:3'],
    ],
    [
      'invalid YAML that the original reads',
      stepText('title: Retry: backoff', 'status: complete'),
      'complete',
      ['warning front-matter-yaml steps/01-a.md 1:7-1:8'],
    ],
    [
      'code',
      `---js\nglobalThis.frontMatterRan = true\n---\n${BODY}`,
      'pending',
      ['error front-matter-language steps/01-a.md 0:0-0:5'],
    ],
  ];
  for (const [what, text, mark, problems] of cases) {
    it(what, () => {
      const plan = planOf({ 'steps/01-a.md': text });
      assert.match(planText(plan), new RegExp(`\\[${mark}\\]`));
      assert.deepEqual(problemsText(plan), problems);
      assert.equal(globalThis.frontMatterRan, undefined);
    });
  }

  const titles: [string, string][] = [
    ['title: Add a policy', 'Add a policy'],
    ['title: "Retry: \\"now\\""', 'Retry: "now"'],
    ["title: 'It''s'", "It's"],
    ['title: Fix issue #12', 'Fix issue #12'],
    ['title: >\n  Folded\n  text', 'Folded text'],
    ['title: CR\r', 'CR'],
    ['title: [a, b]', '[a, b]'],
    ['title:', 'the-slug'],
    ['step: 1', 'the-slug'],
  ];
  for (const [line, title] of titles) {
    it(`title of ${JSON.stringify(line)}`, () => {
      const [step] = stepsOf(planOf({ 'steps/01-the-slug.md': stepText(line, 'status: pending') }));
      assert.equal(step?.title, title);
    });
  }

  it('names missing sections as a hint', () => {
    const plan = planOf({
      'steps/01-a.md':
        '---\nstatus: pending\n---\n\n# Objective\n**Context:**\ntasks\n```\n## Edge cases\n```\n',
    });
    assert.deepEqual(problemsText(plan), ['info sections-missing steps/01-a.md 4:0-4:11']);
    assert.equal(
      stepsOf(plan)[0]?.problems[0]?.message,
      'Missing required sections: Acceptance criteria, Test commands, Edge cases, Out of scope.',
    );
  });
});

describe('coyote: names and order', () => {
  it('shows by number and predicts by name', () => {
    const plan = planOf({ 'steps/10-j.md': pending, 'steps/2-b.md': pending, 'steps/003-c.md': complete });
    assert.deepEqual(
      stepsOf(plan).map(({ key }) => key),
      ['2-b', '003-c', '10-j'],
    );
    assert.equal(predictNext(plan), '10-j');
    assert.deepEqual(problemsText(plan), ['warning order-by-name steps/10-j.md 0:0-0:0']);
  });
  it('sorts three digits as the original does', () => {
    const plan = planOf({ 'steps/100-x.md': pending, 'steps/99-y.md': pending });
    assert.deepEqual(
      stepsOf(plan).map(({ key }) => key),
      ['99-y', '100-x'],
    );
    assert.equal(predictNext(plan), '100-x');
  });
  it('does not mind order when the digits are even', () => {
    assert.deepEqual(
      problemsText(planOf({ 'steps/08-a.md': pending, 'steps/09-b.md': pending, 'steps/10-c.md': pending })),
      [],
    );
  });

  it('takes 07.md as a step without a slug', () => {
    const plan = planOf({ 'steps/07.md': pending });
    assert.equal(
      planText(plan),
      ['plans (coyote)', '  07 07 [pending]', '    warning name-without-slug steps/07.md 0:0-0:0'].join('\n'),
    );
  });

  it('reports duplicate numbers on each step, at its number', () => {
    const plan = planOf({ 'steps/03-a.md': stepText('step: 3', 'status: pending'), 'steps/3-b.md': pending });
    assert.deepEqual(problemsText(plan), [
      'warning duplicate-number steps/03-a.md 1:6-1:7',
      'warning duplicate-number steps/3-b.md 0:0-0:0',
    ]);
    assert.match(
      stepsOf(plan)[0]?.problems[0]?.message ?? '',
      /share one number: 03-a, 3-b\. .* takes 03-a\./,
    );
  });

  const declared: [string, string[]][] = [
    ['step: 1', []],
    ['step: 01 # first', []],
    ['step: 2', ['warning step-not-file-name steps/01-a.md 1:6-1:7']],
    ['step: one', ['warning step-not-file-name steps/01-a.md 1:6-1:9']],
  ];
  for (const [line, expected] of declared) {
    it(`compares "${line}" with the file name`, () => {
      assert.deepEqual(
        problemsText(planOf({ 'steps/01-a.md': stepText(line, 'status: pending') })),
        expected,
      );
    });
  }

  it('keeps README.md apart', () => {
    const plan = planOf({ 'steps/01-a.md': complete, 'steps/README.md': '# Steps\n' });
    assert.equal(
      planText(plan),
      [
        'plans (coyote)',
        '  01 a [complete]',
        '  stray steps/README.md [pending]',
        '  warning not-a-step steps/README.md 0:0-0:0',
      ].join('\n'),
    );
    assert.match(
      plan.problems[0]?.message ?? '',
      /its name must start with a number\. Move it out of steps\/\.$/,
    );
  });
  it('takes the title from the overview', () => {
    const plan = planOf({ 'plan.md': '\n# Harden the client\n', 'steps/01-a.md': pending });
    assert.deepEqual([plan.title, plan.overview], ['Harden the client', '/w/app/plans/plan.md']);
  });
});

describe('coyote: next', () => {
  const running = stepText('status: in-progress');
  const cases: [string, Record<string, string>, string | undefined][] = [
    [
      'the first pending',
      { 'steps/01-a.md': complete, 'steps/02-b.md': pending, 'steps/03-c.md': pending },
      '02-b',
    ],
    ['in progress wins', { 'steps/01-a.md': pending, 'steps/02-b.md': running }, '02-b'],
    ['an empty status is pending', { 'steps/01-a.md': stepText('status:') }, '01-a'],
    [
      'blocked ones are taken too',
      { 'steps/01-a.md': stepText('depends_on: [9]', 'status: pending') },
      '01-a',
    ],
    [
      'an inexact status is skipped',
      { 'steps/01-a.md': stepText('status: Pending'), 'steps/02-b.md': pending },
      '02-b',
    ],
    ['nothing left', { 'steps/01-a.md': complete }, undefined],
    ['a README when nothing is left fails', { 'steps/01-a.md': complete, 'steps/README.md': 'x' }, undefined],
    ['a README after a pending step', { 'steps/01-a.md': pending, 'steps/README.md': 'x' }, '01-a'],
    ['a stray before the digits fails', { 'steps/(draft).md': 'x', 'steps/01-a.md': pending }, undefined],
    ['a file without a dash sorts by its dot', { 'steps/07.md': pending, 'steps/07-a.md': pending }, '07-a'],
  ];
  for (const [what, files, expected] of cases) {
    it(what, () => assert.equal(predictNext(planOf(files)), expected));
  }
});

describe('coyote: dependencies', () => {
  /** Step 3 with these dependencies, beside steps 1 and 2 and these handoffs. */
  const third = (line: string, handoffs: Record<string, string> = {}) =>
    planOf({
      'steps/01-a.md': complete,
      'steps/02-b.md': complete,
      'steps/03-c.md': stepText(line, 'status: pending'),
      ...handoffs,
    });

  const decided: [string, string, Record<string, string>, string][] = [
    ['all satisfied', '[1]', { 'handoffs/01-a.md': handoffText('complete') }, ''],
    ['no handoff', '[1]', {}, '- step 1: no handoff found (step not executed?)\n'],
    [
      'partial, and as typed',
      '[01]',
      { 'handoffs/01-a.md': handoffText('partial') },
      "- step 01: handoff result is 'partial' (not complete): /w/app/plans/handoffs/01-a.md\n",
    ],
    [
      'a trailing comment',
      '[1]',
      { 'handoffs/01-a.md': handoffText('complete   # x') },
      "- step 1: handoff result is 'complete   # x' (not complete): /w/app/plans/handoffs/01-a.md\n",
    ],
    [
      'the first handoff of the number decides',
      '[1]',
      { 'handoffs/01-0.md': handoffText('blocked'), 'handoffs/01-a.md': handoffText('complete') },
      "- step 1: handoff result is 'blocked' (not complete): /w/app/plans/handoffs/01-0.md\n",
    ],
    ['another slug and padding', '[1]', { 'handoffs/1-zzz.md': handoffText('complete') }, ''],
    [
      'padded as typed does not find one digit',
      '[01]',
      { 'handoffs/1-a.md': handoffText('complete') },
      '- step 01: no handoff found (step not executed?)\n',
    ],
    [
      'several',
      '[1, 2]',
      {},
      '- step 1: no handoff found (step not executed?)\n- step 2: no handoff found (step not executed?)\n',
    ],
  ];
  for (const [what, list, handoffs, lines] of decided) {
    it(what, () => {
      const step = stepsOf(third(`depends_on: ${list}`, handoffs))[2];
      const expected = lines === '' ? '' : `Unsatisfied dependencies:\n${lines}`;
      assert.equal(blockingReason(step?.dependsOn ?? []), expected);
    });
  }

  const odd: [string, string, string[]][] = [
    ['none', 'depends_on: []', []],
    ['earlier ones', 'depends_on: [1, 2]', []],
    ['unknown', 'depends_on: [1, 9]', ['warning dependency-unknown steps/03-c.md 1:16-1:17']],
    ['itself', 'depends_on: [3]', ['warning dependency-self steps/03-c.md 1:13-1:14']],
    ['a range', 'depends_on: 1-2', ['warning depends-on-range steps/03-c.md 1:12-1:15']],
    ['a name', 'depends_on: [01-a, 02-b]', []],
    [
      'a number in a comment',
      'depends_on: [1]  # see step 2',
      ['warning depends-on-not-exact steps/03-c.md 1:28-1:29'],
    ],
    [
      'a list over two lines',
      'depends_on: [1,\n  2]',
      ['warning depends-on-not-exact steps/03-c.md 1:13-1:14'],
    ],
    [
      'a list after a blank line',
      'depends_on:\n\n  - 1',
      ['warning depends-on-not-exact steps/03-c.md 1:0-1:11'],
    ],
  ];
  for (const [what, line, expected] of odd) {
    it(`problems: ${what}`, () => assert.deepEqual(problemsText(third(line)), expected));
  }

  it('reports forward dependencies and cycles at the number', () => {
    const step = (list: string): string => stepText(`depends_on: ${list}`, 'status: pending');
    const plan = planOf({
      'steps/01-a.md': step('[4]'),
      'steps/02-b.md': step('[3]'),
      'steps/03-c.md': step('[1, 2]'),
      'steps/04-d.md': step('[]'),
    });
    assert.deepEqual(problemsText(plan), [
      'warning dependency-forward steps/01-a.md 1:13-1:14',
      'warning dependency-cycle steps/02-b.md 1:13-1:14',
      'warning dependency-cycle steps/03-c.md 1:16-1:17',
    ]);
  });

  const spelled: [string, string, string][] = [
    ['steps/007-g.md', '[7]', 'warning dependency-spelling steps/08-h.md 1:13-1:14'],
    ['steps/07.md', '[7]', 'warning dependency-spelling steps/08-h.md 1:13-1:14'],
    ['steps/7-g.md', '[07]', 'warning dependency-spelling steps/08-h.md 1:13-1:15'],
  ];
  for (const [file, list, expected] of spelled) {
    it(`says that ${list} never finds the handoff of ${file}`, () => {
      const plan = planOf({
        [file]: complete,
        'steps/08-h.md': stepText(`depends_on: ${list}`, 'status: pending'),
      });
      assert.deepEqual(problemsText(plan, 'dependency-spelling'), [expected]);
    });
  }
});

describe('coyote: handoffs', () => {
  it('belong by name, else by number', () => {
    const plan = planOf({
      'steps/01-a.md': complete,
      'steps/02-b.md': complete,
      'steps/02-c.md': complete,
      'handoffs/01-other.md': handoffText('complete'),
      'handoffs/02-b.md': handoffText('partial'),
      'handoffs/05-e.md': handoffText('complete'),
      'handoffs/notes.md': 'x',
    });
    assert.equal(
      planText(plan),
      [
        'plans (coyote)',
        '  01 a [complete]',
        '    handoff handoffs/01-other.md: complete, 0 defects',
        '    info handoff-other-name handoffs/01-other.md 0:0-0:0',
        '  02 b [complete]',
        '    handoff handoffs/02-b.md: partial, 0 defects',
        '    warning duplicate-number steps/02-b.md 0:0-0:0',
        '  02 c [complete]',
        '    warning duplicate-number steps/02-c.md 0:0-0:0',
        '  info handoff-without-step handoffs/05-e.md 0:0-0:0',
        '  info handoff-without-step handoffs/notes.md 0:0-0:0',
      ].join('\n'),
    );
    assert.equal(stepsOf(plan)[0]?.handoffFile, '/w/app/plans/handoffs/01-a.md');
  });

  const results: [string, string, string[]][] = [
    ['complete', 'complete', []],
    ['complete  # complete | partial', 'complete', ['warning result-not-exact handoffs/01-a.md 2:8-2:38']],
    ['complete\r', 'complete', ['warning result-not-exact handoffs/01-a.md 2:8-2:16']],
    ['partial # half', 'partial', []],
    ['unsure', 'no result', ['warning handoff-invalid handoffs/01-a.md 0:0-0:0']],
  ];
  for (const [written, result, expected] of results) {
    it(`result: ${JSON.stringify(written)}`, () => {
      const plan = planOf({ 'steps/01-a.md': complete, 'handoffs/01-a.md': handoffText(written) });
      assert.match(planText(plan), new RegExp(`handoffs/01-a.md: ${result},`));
      assert.deepEqual(problemsText(plan), expected);
    });
  }

  it('stands beside its step when it could not be read', () => {
    const file = '/w/app/plans/steps/01-a.md';
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const problem = { code: 'read-failed', severity: 'warning' as const, file, range, message: 'x' };
    const other = { ...problem, file: '/w/app/plans/plan.md' };
    const none = { files: new Map(), digests: new Map(), opened: new Set<string>() };
    const source = { root: '/w/app/plans', folder: '/w/app', ...none, problems: [problem, other] };
    const plan = coyote.read({
      ...source,
      listing: ['handoffs/', 'handoffs/01-a.md', 'steps/', 'steps/01-a.md'],
    });
    assert.equal(
      planText(plan),
      [
        'plans (coyote)',
        '  01 a [unrecognised]',
        '    handoff handoffs/01-a.md: no result, 1 defects',
        '    warning read-failed steps/01-a.md 0:0-0:0',
        '  warning read-failed plan.md 0:0-0:0',
      ].join('\n'),
    );
  });
});
