import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const media = resolve(__dirname, '../../../media');

/** Has the sample agent carry out one node of one step, as a run would. */
function agent(project: string, step: string, node: string, prompt = ''): Record<string, unknown> {
  const answers = join(project, '.stage-runner', 'answers');
  mkdirSync(answers, { recursive: true });
  const task = {
    node,
    prompt,
    step: {
      key: step,
      number: step.slice(0, 2),
      title: 'a title',
      file: join(project, 'plans/steps', `${step}.md`),
    },
    handoff: join(project, 'plans/handoffs', `${step}.md`),
    notes: join(project, 'plans/NOTES.md'),
  };
  writeFileSync(join(answers, 'task.json'), JSON.stringify(task));
  spawnSync(process.execPath, [join(media, 'sample-agent/agent.mjs'), answers], { cwd: project });
  return JSON.parse(readFileSync(join(answers, 'result.json'), 'utf8')) as Record<string, unknown>;
}

/** The four commands of the sample project, as exit codes. */
function checks(project: string): Record<string, number | null> {
  const run = (file: string[]) => spawnSync(process.execPath, file, { cwd: project }).status;
  return {
    format: run(['scripts/format.mjs']),
    lint: run(['scripts/lint.mjs']),
    build: run(['scripts/build.mjs']),
    test: run(['--test']),
  };
}

describe('the sample project and its agent', function () {
  this.timeout(60_000);
  const green = { format: 0, lint: 0, build: 0, test: 0 };
  let project = '';

  before(() => {
    project = mkdtempSync(join(tmpdir(), 'stage-runner-sample-'));
    cpSync(join(media, 'sample'), project, { recursive: true });
    mkdirSync(join(project, 'plans/handoffs'), { recursive: true });
  });
  after(() => rmSync(project, { recursive: true, force: true }));

  it('starts green', () => assert.deepEqual(checks(project), green));

  it('carries step 01 out', () => {
    assert.equal(agent(project, '01-write-durations', 'orient')['has_major_deviation'], false);
    agent(project, '01-write-durations', 'implement');
    assert.deepEqual(checks(project), green);
  });

  it('takes a written revision in', () => {
    agent(
      project,
      '01-write-durations',
      'implement',
      '----- begin what to mend this time (empty in the first round)\nSay why zero is `0s`.\n----- end\n',
    );
    assert.match(
      readFileSync(join(project, 'CHANGES.md'), 'utf8'),
      /Step 01, after review: Say why zero is `0s`\./,
    );
  });

  it('meets a major deviation in step 02 and fails its test once', () => {
    assert.equal(agent(project, '02-add-durations', 'orient')['has_major_deviation'], true);
    agent(project, '02-add-durations', 'implement');
    assert.deepEqual(checks(project), { ...green, test: 1 });
    agent(project, '02-add-durations', 'implement');
    assert.deepEqual(checks(project), green);
  });

  it('leaves an edge case in the plan of step 03, once', () => {
    agent(project, '02-add-durations', 'edge_case_sweep');
    agent(project, '02-add-durations', 'edge_case_sweep');
    const plan = readFileSync(join(project, 'plans/steps/03-total-command.md'), 'utf8');
    assert.equal(plan.split('found in step 02').length, 2);
  });

  it('writes a handoff with the evidence it was given', () => {
    agent(
      project,
      '02-add-durations',
      'write_handoff',
      '----- begin evidence\n$ npm test\nexit code 0\n----- end evidence\n',
    );
    const handoff = readFileSync(join(project, 'plans/handoffs/02-add-durations.md'), 'utf8');
    assert.match(handoff, /^## Evidence\n\$ npm test\nexit code 0\n\n## Notes for next step$/m);
  });

  it('carries step 03 out, with an independent review', () => {
    agent(project, '03-total-command', 'implement');
    assert.deepEqual(checks(project), green);
    assert.equal(agent(project, '03-total-command', 'edge_case_sweep')['needs_independent_review'], true);
  });

  it('says that it knows no other plan', () => {
    assert.equal(agent(project, '09-something-else', 'implement')['status'], 'failed');
    assert.equal(existsSync(join(project, 'src/something-else.js')), false);
  });
});
