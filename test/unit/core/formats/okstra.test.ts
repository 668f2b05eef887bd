import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { okstra } from '../../../../src/core/formats/okstra';
import { stageMap } from '../../../../src/core/stageMap';
import { codes, inMemory, LOG, logOf, planText, read, REPORT, reportOf, REPORTS } from './okstra/text';

const THREE = reportOf([
  { number: 1, steps: 2, files: ['src/transport.ts', 'test/transport.test.ts'] },
  { number: 2 },
  { number: 3, needs: '1, 2', steps: 2 },
]);

const STARTED = {
  impl_task_key: 'demo/net/dev-1',
  stage: 1,
  status: 'started',
  started_at: '2026-06-05T01:02:03.000004+00:00',
  head_commit: '',
};
const DONE = {
  stage: 1,
  status: 'done',
  completed_at: '2026-06-05T03:40:00+02:00',
  carry_path: 'runs/implementation/carry/stage-1.json',
  head_commit: '4d5e6f7',
};
const CARRY = 'runs/implementation/carry/stage-1.json';

describe('okstra: what is a plan of it', () => {
  it('a folder with reports of planning runs', () => {
    const cases: readonly (readonly [readonly string[], boolean])[] = [
      [['runs/', 'runs/implementation-planning/', `${REPORTS}/`, REPORT], true],
      [[`${REPORTS}/plan.md`], true],
      [[`${REPORTS}/`, `${REPORTS}/data.json`], false],
      [['runs/implementation/reports/final-report-implementation-001.md'], false],
      [[`old/${REPORT}`], false],
      [[`${REPORT}/`], false],
    ];
    for (const [listing, expected] of cases)
      assert.equal(okstra.recognises(listing), expected, listing.join());
  });

  it('is looked for below its own folders, in any depth', () => {
    const inside = [
      '.okstra',
      '.okstra/sample',
      'packages/a/.okstra/p/g/t',
      '.project-docs',
      '.project-docs/okstra',
      'a/.project-docs/okstra/x',
    ];
    const outside = [
      '',
      'okstra',
      'a.okstra',
      '.okstra2/x',
      '.project-docs/x',
      '.project-docs/okstra2',
      'plans',
    ];
    assert.deepEqual(
      [...inside, ...outside].filter((path) => okstra.looksIn?.(path)),
      inside,
    );
  });

  it('lists runs, as deep as their sidecars, and nothing else', () => {
    const folders = [
      'runs/',
      'runs/implementation/',
      'runs/implementation/carry/',
      'runs/demo/net/dev-1/',
      'runs/demo/net/dev-1/carry/',
    ];
    const others = ['tasks/', 'runs/demo/net/dev-1/prompts/', 'runs/a/b/c/carry/d/', 'archive/runs/'];
    assert.deepEqual(
      [...folders, ...others].filter((folder) => okstra.enters?.(folder)),
      folders,
    );
  });
});

describe('okstra: a plan', () => {
  it('is the report, its stages, what the log says of them, and their sidecars', () => {
    const plan = read({
      [REPORT]: THREE,
      [LOG]: logOf(STARTED, DONE, { ...STARTED, stage: 2 }),
      [CARRY]: { sha: 'x' },
    });
    assert.deepEqual(planText(plan), [
      '.okstra/task (experimental reader · approval: not determined · plan body verification: not determined)',
      '  1 Part 1 line 9 [complete: consumers.jsonl says done] batch 1',
      '    file src/transport.ts',
      '    file test/transport.test.ts',
      '    $ npm test',
      `    sidecar ${CARRY}`,
      `    evidence ${CARRY} 4d5e6f7 2026-06-05T01:40:00.000Z`,
      `    log says started by demo/net/dev-1 ${LOG}:1 2026-06-05T01:02:03.000Z`,
      `    log says done = complete ${LOG}:2 2026-06-05T01:40:00.000Z`,
      '  2 Part 2 line 29 [in-progress: consumers.jsonl says started by demo/net/dev-1, running or abandoned] batch 2',
      '    file src/part2.ts',
      '    $ npm test',
      `    log says started by demo/net/dev-1 = in-progress ${LOG}:3 2026-06-05T01:02:03.000Z`,
      '  3 Part 3 line 48 [pending: consumers.jsonl says nothing] batch 3',
      '    needs 1: satisfied',
      '    needs 2: stage 2 is not done',
      '    file src/part3.ts',
      '    $ npm test',
    ]);
    const [view] = stageMap({ plans: [plan], runs: [], statusLog: [] }).plans;
    assert.deepEqual(
      view?.steps.map(({ status }) => status),
      ['done', 'unknown', 'blocked'],
    );
  });

  it('that is done without its sidecar contradicts itself', () => {
    const plan = read({ [REPORT]: THREE, [LOG]: logOf(DONE) });
    const [step] = stageMap({ plans: [plan], runs: [], statusLog: [] }).plans[0]?.steps ?? [];
    assert.equal(step?.status, 'contradiction');
    assert.deepEqual(step.contradictions, [`marked complete, no carry sidecar (${CARRY})`]);
  });

  it('says of what it needs that it is experimental and what waits for a person', () => {
    const texts = read({ [REPORT]: THREE }).hints?.map(({ text }) => text);
    assert.deepEqual(texts, [
      'Experimental: plans of okstra are read by what is known of them, and no real one was there to check that.',
      'Approval: not determined. What okstra writes for it is not known; stageRunner.okstra.approvalPattern can say which line it is.',
    ]);
  });
});

describe('okstra: the report that is the plan', () => {
  const named = (sequence: string): string =>
    `${REPORTS}/final-report-implementation-planning-${sequence}.md`;
  const one = reportOf([{ number: 1, title: 'Old' }]);
  const two = reportOf([{ number: 1, title: 'New' }]);
  const cases: readonly (readonly [
    string,
    Readonly<Record<string, string>>,
    string,
    string,
    readonly string[],
  ])[] = [
    ['the newest by its number', { [named('2')]: one, [named('010')]: two }, 'New', '010', ['2']],
    ['not by the text of its name', { [named('9')]: one, [named('10')]: two }, 'New', '10', ['9']],
    [
      'a name without a number only alone',
      { [`${REPORTS}/zzz.md`]: one, [named('1')]: two },
      'New',
      '1',
      ['zzz'],
    ],
    [
      'the newest that has a Stage Map',
      { [named('1')]: one, [named('2')]: two, [named('3')]: '# None' },
      'New',
      '2',
      ['3', '1'],
    ],
  ];
  for (const [name, files, title, chosen, others] of cases) {
    it(name, () => {
      const plan = read(files);
      const shown = (file = ''): string =>
        file.replace(/^.*\/(?:final-report-implementation-planning-)?|\.md$/g, '');
      assert.equal(plan.stages[0]?.steps[0]?.title, title);
      assert.equal(shown(plan.overview), chosen);
      assert.deepEqual(
        plan.documents?.map(({ kind, file }) => `${kind} ${shown(file)}`),
        others.map((other) => `plan report ${other}`),
      );
      assert.deepEqual(codes(plan), name.includes('Stage Map') ? ['warning okstra-newest-without-map'] : []);
    });
  }

  it('earlier ones are read only where the newest has no Stage Map', () => {
    const asked = (newest: string): number =>
      new Set(inMemory({ [named('1')]: one, [named('2')]: one, [named('3')]: newest }).asked).size;
    assert.deepEqual([asked(two), asked('text')], [1, 3]);
  });

  it('without any Stage Map the plan is empty, with a problem', () => {
    const plan = read({ [REPORT]: '# Report\n\n## 4.5 Stage Map\n\nnothing\n' });
    assert.deepEqual([plan.stages[0]?.steps.length, codes(plan)], [0, ['warning okstra-no-stage-map']]);
  });

  it('that cannot be read is a plan without stages, with the problem of reading it', () => {
    const file = `/w/.okstra/task/${REPORT}`;
    const start = { line: 0, character: 0 };
    const problem = {
      code: 'read-failed',
      severity: 'warning',
      file,
      range: { start, end: start },
      message: 'No.',
    } as const;
    const plan = read({ [REPORT]: null }, { problems: [problem] });
    assert.deepEqual([plan.stages[0]?.steps.length, codes(plan)], [0, ['warning read-failed']]);
  });
});

describe('okstra: the sample', () => {
  it('is read with the words of the format', function () {
    const sample = resolve('..', 'shared', 'samples', 'okstra', '.okstra', 'sample');
    if (!existsSync(sample)) {
      if (this.test) this.test.title += ' (absent: ../shared/samples/okstra)';
      return this.skip();
    }
    const text = (name: string): string => readFileSync(resolve(sample, name), 'utf8');
    const plan = read({ [REPORT]: text(REPORT), [LOG]: text(LOG) });
    assert.deepEqual(
      plan.stages[0]?.steps.map(({ key, mark, batch, files, testCommands, evidence, problems }) => [
        key,
        mark,
        batch?.key,
        files?.length,
        testCommands.join(),
        evidence && 'missing' in evidence ? 'missing' : evidence?.source,
        problems.map(({ code }) => code).join(),
      ]),
      [
        ['1', 'complete', '1', 2, 'npm test', 'missing', ''],
        ['2', 'pending', '2', undefined, '', undefined, 'okstra-no-section'],
        ['3', 'pending', '3', undefined, '', undefined, 'okstra-no-section'],
      ],
    );
  });
});
