import assert from 'node:assert/strict';
import { APPROVAL_PATTERN } from '../../../../../src/core/formats/okstra';
import { codes, planText, problemLine, read, REPORT, reportOf } from './text';

const outcome = (after: string, files: Readonly<Record<string, unknown>> = {}): string =>
  read({ [REPORT]: reportOf([{ number: 1 }], after), ...files }).stages[0]?.outcome?.replace(
    'experimental reader · approval: not determined · ',
    '',
  ) ?? '';

describe('okstra: the gate of the plan body verification (okstra.md 3.9)', () => {
  const gate = (...lines: string[]): string =>
    outcome(['### 4.5.9 Plan Body Verification', '', ...lines, ''].join('\n')).replace(
      'plan body verification: ',
      '',
    );
  const unknown = 'not determined';
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['passed', ['- Gate: `passed`'], 'passed'],
    ['with dissent', ['**Gate result:** passed-with-dissent'], 'passed-with-dissent'],
    ['blocked', ['| gate | blocked-by-disagreement |'], 'blocked-by-disagreement'],
    ['aborted, not on a line about a gate', ['Result: aborted-non-result'], 'aborted-non-result'],
    ['any word', ['All tests passed.'], unknown],
    ['a list of what it may be', ['gate: passed | passed-with-dissent | blocked-by-disagreement'], unknown],
    ['two', ['gate: passed', 'gate: aborted-non-result'], unknown],
    ['the same twice', ['gate: passed', 'The gate is passed.'], 'passed'],
    ['in a fence', ['```', 'gate: passed', '```'], unknown],
    ['another word', ['gate: passed-over'], unknown],
    ['nothing', [], unknown],
  ];
  for (const [name, lines, expected] of cases)
    it(name, () => {
      assert.equal(gate(...lines), expected);
    });
});

describe('okstra: questions that hold the approval', () => {
  const items = (...rows: string[]): string =>
    [
      '## 5. Clarification Items',
      '',
      '| ID | Kind | Statement | Blocks | Status |',
      '|---|---|---|---|---|',
      ...rows,
      '',
    ].join('\n');
  const verdicts = (...cells: string[]): string =>
    [
      '### 4.5.9 Plan Body Verification',
      '',
      '| item | Classification |',
      '|---|---|',
      ...cells.map((cell) => `| P-1 | ${cell} |`),
      '',
    ].join('\n');
  const held = (after: string): (string | undefined)[] =>
    (read({ [REPORT]: reportOf([{ number: 1 }], after) }).hints ?? []).slice(2).map(({ text }) => text);

  it('are hints, one each, under every heading that is known', () => {
    const rows = items(
      '| C-1 | decision | Which database? | approval | open |',
      '| **C-2** | data | Sizes | `Approval` | |',
      '| C-3 | info | Later | none | open |',
      '| C-4 | decision | Old | approval | answered |',
    );
    for (const heading of [
      '## 5. Clarification Items',
      '## 1. Clarification Items',
      '### Clarification Items',
    ])
      assert.deepEqual(held(rows.replace('## 5. Clarification Items', heading)), [
        'C-1 holds the approval: Which database?',
        'C-2 holds the approval: Sizes',
      ]);
    assert.equal(
      outcome(rows),
      'plan body verification: not determined · 2 open questions hold the approval',
    );
  });

  it('match the items that workers disagree about, one to one', () => {
    const problems = (after: string): string[] => {
      const plan = read({ [REPORT]: reportOf([{ number: 1 }], after) });
      return plan.problems.map((problem) => problemLine(plan, problem).replace(/ \d+:\d+-\d+/, ''));
    };
    const c1 = '| C-1 | decision | Which? | approval | open |';
    assert.deepEqual(problems(`${verdicts('majority-disagree → C-1', 'full-consensus')}\n${items(c1)}`), []);
    assert.deepEqual(problems(`${verdicts('majority-disagree → C-2')}\n${items(c1)}`), [
      'warning okstra-question-missing: The verification passes an item on to C-2, but the clarification items have no row C-2 with "Blocks" approval.',
      'info okstra-question-loose: The question C-1 holds the approval, but no item of the verification passes on to it.',
    ]);
    assert.deepEqual(
      problems(`${verdicts('majority-disagree → C-1')}\n${items(c1.replace('approval', 'none'))}`).length,
      1,
    );
    assert.deepEqual(problems(`${verdicts('full-consensus')}\n${items(c1)}`), []);
    assert.deepEqual(problems(items(c1)), []);
  });
});

describe('okstra: approval (okstra.md 3.10)', () => {
  const report = `${reportOf([{ number: 1 }])}\n- [x] APPROVED by Kim\n\n\`\`\`\nSIGNED\n\`\`\`\n${'long '.repeat(50)}FAR\n${'long '.repeat(200)}TOO\n`;
  const approval = (pattern: string | undefined): readonly [string, string] => {
    const settings = pattern === undefined ? undefined : new Map([[APPROVAL_PATTERN, pattern]]);
    const plan = read({ [REPORT]: report }, { ...(settings && { settings }) });
    const hint = plan.hints?.[1]?.text ?? '';
    return [
      /approval: (.*?) ·/.exec(plan.stages[0]?.outcome ?? '')?.[1] ?? '',
      hint.replace(/^Approval: (?:not determined; )?/, ''),
    ];
  };
  const none = 'no line matches the pattern in the settings';
  const noneHint = 'no line of the report matches stageRunner.okstra.approvalPattern.';
  const refused = (why: string): readonly [string, string] => [
    'not determined',
    `stageRunner.okstra.approvalPattern is not used: ${why}.`,
  ];
  const unknown = [
    'not determined',
    'not determined. What okstra writes for it is not known; stageRunner.okstra.approvalPattern can say which line it is.',
  ] as const;
  const cases: readonly (readonly [string | undefined, readonly [string, string]])[] = [
    [undefined, unknown],
    ['', unknown],
    ['^- \\[x\\] APPROVED', ['line 27 matches the pattern in the settings', '']],
    ['approved', [none, noneHint]],
    ['SIGNED', [none, noneHint]],
    ['FAR', ['line 32 matches the pattern in the settings', '']],
    ['TOO', [none, noneHint]],
    ['(a+)+$', refused('it has a group; write a bracket as \\( or \\)')],
  ];
  for (const [pattern, expected] of cases)
    it(`pattern ${pattern?.slice(0, 30) ?? 'none'}`, () => {
      assert.deepEqual(approval(pattern), expected);
    });
});

describe('okstra: convergence and documents', () => {
  const manifest = 'task-manifest.json';
  const state = 'runs/implementation-planning/state/convergence-implementation-planning-001.json';
  const told = (files: Readonly<Record<string, unknown>>): string =>
    outcome('', files).replace('plan body verification: not determined', '').replace(/^ · /, '');

  it('what is written is told, and no default', () => {
    const convergence = {
      enabled: true,
      maxRounds: 2,
      verificationMode: 'lightweight',
      adversarial: false,
      planBodyVerification: { enabled: false, maxRounds: 1 },
      critic: { enabled: true },
    };
    assert.equal(
      told({ [manifest]: { convergence } }),
      'convergence: enabled, maxRounds 2, verificationMode lightweight, not adversarial, plan body verification not enabled, maxRounds 1',
    );
    assert.equal(
      told({ [state]: { config: { effectiveMaxRounds: 3 } } }),
      'convergence: effectiveMaxRounds 3',
    );
    assert.equal(told({ [state]: { config: { maxRounds: 1 } } }), 'convergence: maxRounds 1');
    assert.equal(told({ [manifest]: {}, [state]: { rounds: [] } }), '');
    assert.equal(told({ [manifest]: { convergence: { enabled: {}, maxRounds: null } } }), '');
  });

  it('what cannot be read is a problem', () => {
    const plan = read({ [REPORT]: reportOf([{ number: 1 }]), [manifest]: '{' });
    assert.deepEqual(codes(plan), ['info okstra-state-damaged']);
  });

  it('documents are those of the plan, by their kind', () => {
    const other = 'runs/implementation/reports/final-report-implementation-001.md';
    const plan = read({
      [REPORT]: reportOf([{ number: 1 }]),
      [manifest]: {},
      [state]: {},
      [other]: 'x',
      'notes.md': 'x',
      'runs/implementation/convergence.json': {},
    });
    assert.deepEqual(
      plan.documents?.map(({ kind, file }) => `${kind} ${file.replace('/w/.okstra/task/', '')}`),
      [`final report ${other}`, `task manifest ${manifest}`, `convergence state ${state}`],
    );
    assert.equal(planText(plan)[0]?.startsWith('.okstra/task ('), true);
  });
});
