import assert from 'node:assert/strict';
import { type AgentReturn, agentReturn } from '../../../../../../src/core/formats/staged/run/agentReturn';

const VERIFY = `## GATE REACHED ⏸

**Type:** human-verify
**Run:** 01.01
**Progress:** 1/3 tasks complete

### Completed Tasks

| Task | Name | Commit | Files |
| ---- | ---- | ------ | ----- |
| 1 | Form | \`a1b2c3d\` | src/form.ts, src/a\\|b.ts |

### Current Task

**Task 2:** Look at the form
**Status:** awaiting verification
**Blocked by:** a person has to look

### Gate Details

**What was built:**
The login form.

**How to verify:**
1. Open the page.
\`\`\`bash
# not a heading
npm start
\`\`\`

### Awaiting

Type "approved" or describe issues.
`;

const DECISION = `## CHECKPOINT REACHED
**Type:** decision
**Gate:** blocking-human
**Plan:** 03-02
**Progress:** 0/2 tasks complete

### Current Task
**Task 1:** Choose a store

### Checkpoint Details
**Decision needed:** Which store?
**Options:**
| Option | Pros | Cons |
|---|---|---|
| [sqlite] | small | one machine |
| **postgres** | many | a server |

### Awaiting
Select: sqlite or postgres`;

const ACTION = `## CHECKPOINT REACHED
**Type:** human-action
### Checkpoint Details
**Automation attempted:** deploy
**Error encountered:** not signed in
**What you need to do:** sign in
**I'll verify after:** whoami`;

/** A return, each fact a line. */
function text(found: AgentReturn | undefined): string[] {
  if (found === undefined) return ['none'];
  if (found.kind === 'audited') return [`audited ${found.status}, ${found.score}, ${found.report}`];
  if (found.kind === 'complete') {
    const tasks = found.tasks === undefined ? '?' : `${found.tasks.done}/${found.tasks.total}`;
    const commits = found.commits.map(({ hash, message }) => `${hash} ${message}`);
    return [`complete ${found.run}, ${tasks}, ${found.recap}, ${found.duration}`, ...commits];
  }
  const { type, run, progress, current, completed, labels, options, awaiting } = found;
  const done = progress === undefined ? '?' : `${progress.done}/${progress.total}`;
  return [
    `${type} in ${run || '?'}, ${done}`,
    ...completed.map(
      ({ task, name, commits, files }) => `done ${task} ${name} [${commits.join(' ')}] ${files}`,
    ),
    `at ${current.number || '?'} ${current.name} (${current.status}; ${current.blockedBy})`,
    ...labels.map(({ label, text: said }) => `${label}: ${said.replaceAll('\n', ' / ')}`),
    ...options.map(({ id, pros, cons }) => `${id}: ${pros} / ${cons}`),
    `awaits ${awaiting}`,
  ];
}

const verifyText = [
  'human-verify in 01.01, 1/3',
  'done 1 Form [a1b2c3d] src/form.ts, src/a|b.ts',
  'at 2 Look at the form (awaiting verification; a person has to look)',
  'What was built: The login form.',
  'How to verify: 1. Open the page. / ```bash / # not a heading / npm start / ```',
  'awaits Type "approved" or describe issues.',
];
const decisionText = [
  'decision in 03-02, 0/2',
  'at 1 Choose a store (; )',
  'Decision needed: Which store?',
  'Options: | Option | Pros | Cons | / |---|---|---| / | [sqlite] | small | one machine | / | **postgres** | many | a server |',
  'sqlite: small / one machine',
  'postgres: many / a server',
  'awaits Select: sqlite or postgres',
];

describe('staged run: what an agent returns', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['a gate', VERIFY, verifyText],
    ['with CRLF', VERIFY.replaceAll('\n', '\r\n'), verifyText],
    ['without the sign', VERIFY.replace(' ⏸', ''), verifyText],
    [
      'bold, in terminal colours',
      VERIFY.replace('GATE REACHED', '\u001b[1m**GATE REACHED**\u001b[0m'),
      verifyText,
    ],
    ['amid other words', `I work.\n\n${VERIFY}`, verifyText],
    ['in a fence, with words after it', `\`\`\`markdown\n${VERIFY}\`\`\`\nI wait for you.`, verifyText],
    ['after a fence that is never closed', `\`\`\`ts\nconst a = 1;\n${VERIFY}`, verifyText],
    ['as an event of JSON', JSON.stringify({ type: 'result', result: VERIFY }), verifyText],
    ['a decision of GSD', DECISION, decisionText],
    ['the last of two', `${VERIFY}\n${DECISION}`, decisionText],
    [
      'not the last where that is an empty template',
      `${DECISION}\n## GATE REACHED\n**Type:** human-verify | decision`,
      decisionText,
    ],
    [
      'an action, whatever else is missing',
      ACTION,
      [
        'human-action in ?, ?',
        'at ?  (; )',
        'Automation attempted: deploy',
        'Error encountered: not signed in',
        'What you need to do: sign in',
        "I'll verify after: whoami",
        'awaits ',
      ],
    ],
    ['a type by its parts', ACTION.replace('**Type:** human-action\n', ''), text(agentReturn(ACTION, ''))],
    [
      'an unknown type',
      '## GATE REACHED\n**Type:** odd\n### Awaiting\nWhat now?',
      ['decision in ?, ?', 'at ?  (; )', 'awaits What now?'],
    ],
    ['words alone', '## GATE REACHED\n\nPlease look.', ['decision in ?, ?', 'at ?  (; )', 'awaits ']],
    ['nothing below the heading', '## GATE REACHED\n\n', ['none']],
    ['a sentence', 'The GATE REACHED the end.\n## GATE REACHED soon\n**Type:** decision', ['none']],
    [
      'a finished run',
      '## RUN COMPLETE ✓\n**Run:** 01.02\n**Tasks:** 3/3\n**RECAP:** .renn/stages/01-a/01-02-recap.md\n**Commits:**\n- `A1B2C3D`: feat(01.02): form\n- no hash\n- a1b2c3d e4f5a6b: two\n**Duration:** 4 min',
      ['complete 01.02, 3/3, .renn/stages/01-a/01-02-recap.md, 4 min', 'a1b2c3d feat(01.02): form'],
    ],
    [
      'a finished plan',
      '## PLAN COMPLETE\n\n**Plan:** 01-02\n**SUMMARY:** s.md',
      ['complete 01-02, ?, s.md, '],
    ],
    ['a finished run that tells nothing', '## RUN COMPLETE', ['none']],
    [
      'an audit',
      '## Audit Complete\n**Status:** gaps_found\n**Score:** 2/3\n**Report:** p.md',
      ['audited gaps_found, 2/3, p.md'],
    ],
    ['a verification', '## Verification Complete\n\n**Status:** passed', ['audited passed, , ']],
    ['a template of an audit', '## Audit Complete\n**Status:** {passed | gaps_found}', ['none']],
    ['a gate, and then the end', `${VERIFY}\n## RUN COMPLETE\n**Run:** 01.01`, ['complete 01.01, ?, , ']],
    ['nothing', '', ['none']],
  ];
  for (const [name, output, expected] of cases) {
    it(name, () => {
      assert.deepEqual(text(agentReturn(output, '')), expected);
    });
  }

  it('does not take what the agent was told for what it says', () => {
    assert.equal(agentReturn(`> prompt\n${VERIFY}`, `An example:\n${VERIFY}`), undefined);
    assert.deepEqual(text(agentReturn(`${VERIFY}\n${DECISION}`, VERIFY)), decisionText);
  });

  it('stays quick and bounded on hostile outputs', () => {
    const from = performance.now();
    const outputs = [
      '## GATE REACHED\n'.repeat(60_000),
      `## GATE REACHED\n**Type:** decision\n### Gate Details\n${'| Option |\n'.repeat(90_000)}`,
      `## GATE REACHED\n${'**a'.repeat(300_000)}`,
      `## GATE REACHED\n### Completed Tasks\n| Task | Commit |\n|-|-|\n| 1 | ${'a1b2c3d '.repeat(90_000)} |`,
      `## ${' '.repeat(900_000)}GATE REACHED`,
      `## RUN COMPLETE\n**Run:** 1\n**Commits:**\n${'- a1b2c3d: x\n'.repeat(80_000)}`,
      `${'```\n'.repeat(200_000)}## GATE REACHED\n**Type:** decision`,
    ];
    for (const output of outputs) {
      const size = JSON.stringify(agentReturn(output, '') ?? '').length;
      assert.ok(size < 600_000, `${size} characters of ${output.slice(0, 40)}`);
    }
    assert.ok(performance.now() - from < 5000);
  });
});
