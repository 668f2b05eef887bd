import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from './run';

/** A step's file; the body lacks nothing that the format asks for. */
function step(status: string, ...more: string[]): string {
  const sections = ['Objective', 'Context', 'Tasks', 'Acceptance criteria', 'Test commands', 'Edge cases'];
  const body = [...sections, 'Out of scope'].map((name) => `\n## ${name}\nNone\n`).join('');
  return ['---', `status: ${status}`, ...more, '---', body].join('\n');
}

const PLAN = {
  'plans/plan.md': '# Totals\n',
  'plans/steps/01-first.md': step('complete'),
  'plans/steps/02-second.md': step('pending', 'depends_on: ["01"]'),
  'plans/steps/03-third.md': step('sure'),
};

describe('stage-runner, on a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'stage-runner-')));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  }

  describe('map', () => {
    it('prints every plan, with a line for each step', async () => {
      write(PLAN);
      const { code, out, err } = await run('map', folder);
      assert.deepEqual([code, err], [0, '']);
      assert.equal(
        out,
        [
          'Totals (coyote) 0/3, next 02',
          '  contradiction    01 first · marked complete, no handoff',
          '  blocked          02 second · step 01: no handoff found (step not executed?)',
          '  skipped by tool  03 third',
          '',
        ].join('\n'),
      );
    });

    it('prints JSON with a schema version and what docs/map-json.md names', async () => {
      write(PLAN);
      const { code, out } = await run('map', folder, '--json');
      assert.equal(code, 0);
      const { schema_version, plans } = JSON.parse(out) as Record<string, unknown> & { plans: never[] };
      const [plan] = plans as { stages: { steps: Record<string, unknown>[] }[]; [key: string]: unknown }[];
      assert.equal(schema_version, 1);
      assert.deepEqual(
        [plan?.['format'], plan?.['root'], plan?.['next'], plan?.['done'], plan?.['total']],
        ['coyote', join(folder, 'plans'), '02-second', 0, 3],
      );
      const second = plan?.stages[0]?.steps[1];
      assert.deepEqual(
        [second?.['number'], second?.['status'], second?.['file'], second?.['handoff'], second?.['batch']],
        ['02', 'blocked', join(folder, 'plans/steps/02-second.md'), null, null],
      );
      assert.deepEqual(second?.['dependsOn'], [
        {
          number: '01',
          step: '01-first',
          satisfied: false,
          reason: 'step 01: no handoff found (step not executed?)',
        },
      ]);
      const codes = (plan?.['problems'] as { code: string }[]).map(({ code: one }) => one);
      assert.ok(codes.includes('status-not-exact'), codes.join());
    });

    it('says so where there are no plans, and prints none in JSON', async () => {
      assert.equal((await run('map', folder)).out, 'No plans were found here.\n');
      const { out } = await run('map', folder, '--json');
      assert.deepEqual(JSON.parse(out), { schema_version: 1, plans: [], problems: [] });
    });

    it('shows one format only, and names them all for one that is none', async () => {
      write(PLAN);
      assert.match((await run('map', folder, '--format', 'coyote')).out, /^Totals/);
      assert.equal((await run('map', folder, '--format', 'runr')).out, 'No plans were found here.\n');
      const { code, err } = await run('map', folder, '--format', 'jira');
      assert.equal(code, 2);
      assert.match(err, /no format "jira"\. There are: coyote, .*runr/);
    });

    it('says that there are archives, and shows them on demand', async () => {
      write({
        '.planning/phases/02-now/02-01-PLAN.md': '# Now\n',
        '.planning/milestones/v1.0-phases/01-past/01-01-PLAN.md': '# Past\n',
        '.planning/milestones/v1.0-phases/01-past/01-01-SUMMARY.md': '# Past\n',
      });
      const { out } = await run('map', folder);
      assert.match(out, /\n {2}--all shows also 1 archive with 1 phase\n$/);
      assert.doesNotMatch(out, /01-01/);
      const all = (await run('map', folder, '--all')).out;
      assert.match(all, /done +01-01/);
      assert.doesNotMatch(all, /--all/);
    });

    it('tells the stages of workstreams from those of the plan', async () => {
      write({
        '.planning/phases/01-now/01-01-PLAN.md': '# Now\n',
        '.planning/workstreams/api/phases/01-routes/01-01-PLAN.md': '# Routes\n',
        '.planning/workstreams/api/ROADMAP.md': '- [ ] **Phase 2: Docs** - a\n',
      });
      const { out } = await run('map', folder);
      assert.match(out, /\n {2}01 Now 0\/1[^]*\n {2}api: 01 Routes 0\/1[^]*\n {2}api: 2 Docs 0\/0/);
      const { plans } = JSON.parse((await run('map', folder, '--json')).out) as {
        plans: { stages: { workstream: string | null }[] }[];
      };
      assert.deepEqual(
        plans[0]?.stages.map(({ workstream }) => workstream),
        [null, 'api', 'api'],
      );
    });

    it('leaves out what git ignores, and writes nothing', async () => {
      write({ ...PLAN, '.gitignore': 'plans/\n' });
      execFileSync('git', ['init', '-q', folder]);
      assert.equal((await run('map', folder)).out, 'No plans were found here.\n');
      assert.deepEqual(readdirSync(folder).sort(), ['.git', '.gitignore', 'plans']);
      assert.ok(!readdirSync(join(folder, '.git')).includes('stage-runner'));
    });

    it('tells of the runs that the repository keeps', async () => {
      write({ 'plans/steps/01-first.md': step('in-progress') });
      execFileSync('git', ['init', '-q', folder]);
      write({ '.git/stage-runner/runs/r1.jsonl': `${JSON.stringify(started(folder))}\n` });
      assert.match((await run('map', folder)).out, / interrupted {6}01 first$/m);
    });

    it('says why a folder cannot be read', async () => {
      const { code, err } = await run('map', join(folder, 'gone'));
      assert.equal(code, 1);
      assert.match(err, /gone cannot be read \(ENOENT\)\./);
      write({ file: '' });
      assert.match((await run('map', join(folder, 'file'))).err, /is a file; name the folder/);
    });
  });

  describe('check', () => {
    it('prints problems as file:line:col, with what would be right, and exits with 1 for errors only', async () => {
      write(PLAN);
      const { code, out } = await run('check', folder);
      assert.match(out, /plans\/steps\/03-third\.md:2:9 \w+ status-not-exact /);
      assert.match(out, /\n\d+ errors?, \d+ warnings?(, \d+ hints?)?\.\n$/);
      assert.equal(code, / error /.test(out) ? 1 : 0);
      const { problems } = JSON.parse((await run('check', folder, '--json')).out) as { problems: unknown[] };
      assert.equal(problems.length, out.split('\n').filter((line) => /:\d+:\d+ /.test(line)).length);
    });

    it('finds nothing wrong in a sound plan', async () => {
      write({ 'plans/steps/01-first.md': step('pending') });
      const { code, out } = await run('check', folder);
      assert.deepEqual([code, out], [0, '0 errors, 0 warnings.\n']);
    });
  });

  it('says why a plan that is there is not on the map', async function () {
    if (process.platform === 'win32') return this.skip();
    symlinkSync('../elsewhere', join(folder, '.planning'));
    const { code, out, err } = await run('map', folder);
    assert.deepEqual([code, out], [0, 'No plans were found here.\n']);
    assert.match(err, /\.planning:1:1 warning link-outside /);
    const json = JSON.parse((await run('map', folder, '--json')).out) as { problems: object[] };
    const checked = JSON.parse((await run('check', folder, '--json')).out) as { problems: object[] };
    assert.deepEqual(json.problems, checked.problems);
    assert.deepEqual(Object.keys(json.problems[0] ?? {}), [
      ...['file', 'range', 'severity', 'code', 'message', 'example', 'related'],
    ]);
  });

  it('gives a file no line of its own for a line break in its name', async function () {
    if (process.platform === 'win32') return this.skip();
    const forged = '.planning/phases/01-a\nb/01-01-x\ndone 99.md: error-PLAN.md';
    write({ [forged]: '---\nwave: two\ndepends_on: [7]\n---\n' });
    const { out } = await run('map', folder);
    assert.equal(out.trimEnd().split('\n').length, 3, out);
    const checked = (await run('check', folder)).out.trimEnd().split('\n');
    assert.deepEqual(
      checked.filter((line) => line.includes('done 99')).map((line) => line.includes('01-a b')),
      checked.filter((line) => /:\d+:\d+ /.test(line)).map(() => true),
    );
    const explained = (await run('explain', '01-01', '--dir', folder)).out.split('\n');
    assert.ok(!explained.some((line) => line.startsWith('done')), explained.join('|'));
  });

  describe('explain', () => {
    for (const name of ['02', '02-second', 'plans/steps/02-second.md'])
      it(`tells why a step stands as it does, named ${name}`, async () => {
        write(PLAN);
        const named = name.includes('/') ? join(folder, name) : name;
        const { code, out } = await run('explain', named, '--dir', folder);
        assert.equal(code, 0);
        assert.match(out, /^02 second: blocked\n/);
        assert.match(out, / {2}decided by\n {4}plan: status: pending \(.*02-second\.md\)\n/);
        assert.match(out, / {2}blocked by\n {4}step 01: no handoff found/);
      });

    it('asks for the file where several steps have the number', async () => {
      write({ 'plans/steps/01-a.md': step('pending'), 'sub/plans/steps/01-b.md': step('pending') });
      const { code, err } = await run('explain', '01', '--dir', folder);
      assert.equal(code, 1);
      assert.match(err, /Several steps are called so\. .*\n.*01-a\.md\n.*01-b\.md\n/);
    });

    it('says that there is no such step', async () => {
      write(PLAN);
      const { code, err } = await run('explain', '07', '--dir', folder);
      assert.deepEqual([code, err], [1, 'There is no step "07" in the plans of this folder.\n']);
    });
  });
});

/** The beginning of a run's journal, driven by nobody. */
function started(folder: string): unknown {
  return {
    schema_version: 1,
    type: 'run_started',
    run: 'r1',
    at: '2026-01-01T00:00:00.000Z',
    attempt: 1,
    agent: 'sample',
    protocol: { name: 'step', file: '', sha256: '' },
    variables: {},
    by: 'tester',
    folder,
    plan: {
      id: `coyote:${join(folder, 'plans')}`,
      format: 'coyote',
      root: join(folder, 'plans'),
      title: 'plans',
    },
    step: { key: '01-first', number: '01', title: 'first', file: join(folder, 'plans/steps/01-first.md') },
  };
}
