import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import * as path from 'node:path';
import type { AgentOutcome } from '../../../../src/core/agentResult';
import { processStart } from '../../../../src/node/processes/identity';
import type { AgentPort } from '../../../../src/node/host';
import { bundleLauncher, TASK, TestStage } from './stage';

const COMPLETE = '{"status": "complete", "summary": "The parser is written."}';
const RESULT: AgentOutcome = {
  kind: 'result',
  result: { status: 'complete', summary: 'The parser is written.', fields: {} },
};

describe('an attempt of an agent', function () {
  this.timeout(30_000);
  let launcher: string;
  let stage: TestStage;
  before(async () => {
    launcher = await bundleLauncher();
  });
  after(() => {
    rmSync(path.dirname(launcher), { recursive: true });
  });
  beforeEach(async () => {
    stage = await TestStage.open(launcher);
  });
  afterEach(() => stage.close());

  const follow = (port: AgentPort): Promise<AgentOutcome> =>
    port.outcome(TASK, stage.place, new AbortController().signal);
  const answer = (name = 'result.json'): string => path.join(stage.place.answers, name);
  const record = (name: string): Record<string, unknown> =>
    JSON.parse(readFileSync(path.join(stage.place.records, name), 'utf8')) as Record<string, unknown>;

  it('is prepared as files, told by one argument, and started through the launcher', async () => {
    const port = stage.port();
    assert.equal(await port.state(stage.place), 'absent');
    await port.begin(TASK, stage.place);
    const { hello } = await stage.fake.next();
    assert.deepEqual(hello.args, ['Read the file .stage-runner/r1/1/prompt.md and do exactly what it says.']);
    assert.equal(hello.cwd, stage.cwd);
    assert.equal(hello.electron, null, 'what makes Electron a Node is not for the agent');
    assert.deepEqual(readdirSync(stage.place.answers).sort(), ['prompt.md', 'task.json']);
    assert.equal(readFileSync(path.join(stage.cwd, '.stage-runner', '.gitignore'), 'utf8'), '*\n');
    assert.deepEqual(JSON.parse(readFileSync(answer('task.json'), 'utf8')), TASK);
    assert.equal(stage.terminals.requests[0]?.name, '02 Write the parser');
    assert.equal(await port.state(stage.place), 'running');
    await port.stop(stage.place);
    assert.equal(await port.state(stage.place), 'over');
  });

  it('shows a step’s title without what would steer the terminal', async () => {
    const port = stage.port();
    const title = 'Parser\u001b]52;c;cm0gLXJm\u0007\u202e';
    await port.begin({ ...TASK, step: { ...TASK.step, title } }, stage.place);
    await stage.fake.next();
    assert.equal(stage.terminals.requests[0]?.name, '02 Parser\ufffd]52;c;cm0gLXJm\ufffd\ufffd');
    assert.match(String(record('launch.json')['title']), /^Step 02 Parser\ufffd]52;c;cm0gLXJm\ufffd\ufffd, /);
    await port.stop(stage.place);
  });

  it('ends with its result, though the agent stays: the whole process tree is ended', async () => {
    const port = stage.port();
    await port.begin(TASK, stage.place);
    const agent = await stage.fake.next();
    const child = await agent.startDeafChild();
    const outcome = follow(port);
    await agent.write(answer(), COMPLETE);
    assert.deepEqual(await outcome, RESULT);
    assert.equal(await processStart(agent.hello.pid), undefined);
    assert.equal(await processStart(child), undefined, 'the child that ignores SIGINT and SIGTERM');
    assert.equal(record('end.json')['reason'], 'turn_over');
  });

  it('keeps what it is started with for its owner alone: there may be secrets in its environment', async function () {
    if (process.platform === 'win32') this.skip();
    const port = stage.port();
    await port.begin(TASK, stage.place);
    assert.equal(statSync(path.join(stage.place.records, 'launch.json')).mode & 0o777, 0o600);
    await port.stop(stage.place);
  });

  it('is as patient in stopping as its profile says', async () => {
    const port = stage.port({ stop: { terminateAfter: 0.2, killAfter: 0.5 } });
    await port.begin(TASK, stage.place);
    const { terminateAfter, killAfter } = record('launch.json');
    assert.deepEqual([terminateAfter, killAfter], [200, 500]);
    await port.stop(stage.place);
  });

  it('takes a result written by renaming a temporary file', async () => {
    const port = stage.port();
    await port.begin(TASK, stage.place);
    const agent = await stage.fake.next();
    await agent.write(answer('result.json.tmp.1'), COMPLETE);
    const outcome = follow(port);
    await agent.rename(answer('result.json.tmp.1'), answer());
    assert.deepEqual(await outcome, RESULT);
  });

  it('reads a result that was written just before the agent left', async () => {
    const port = stage.port();
    await port.begin(TASK, stage.place);
    const agent = await stage.fake.next();
    await agent.write(answer(), COMPLETE);
    await agent.exit(1);
    await once(stage.launched, 'exit');
    assert.deepEqual(await follow(port), RESULT);
  });

  it('waits while a half-written answer is mended', async () => {
    const port = stage.port({}, { mendWithin: 20_000 });
    await port.begin(TASK, stage.place);
    const agent = await stage.fake.next();
    const outcome = follow(port);
    await agent.write(answer(), '');
    await agent.write(answer(), COMPLETE.slice(0, 20));
    await agent.write(answer(), COMPLETE);
    assert.deepEqual(await outcome, RESULT);
  });

  it('calls an answer malformed that stays so, and shows it', async () => {
    const port = stage.port();
    await port.begin(TASK, stage.place);
    const agent = await stage.fake.next();
    await agent.write(answer(), '{"status": "done"}');
    assert.deepEqual(await follow(port), {
      kind: 'malformed',
      problem: '`status` should be one of complete, failed, rejected, gate, but is "done".',
      raw: '{"status": "done"}',
    });
    assert.equal(await processStart(agent.hello.pid), undefined);
  });

  it('does not follow an answer that is a link', async function () {
    if (process.platform === 'win32') this.skip();
    const port = stage.port();
    await port.begin(TASK, stage.place);
    await stage.fake.next();
    symlinkSync('/etc/passwd', answer());
    const outcome = await follow(port);
    assert.equal(outcome.kind === 'malformed' && outcome.raw, '');
  });

  for (const mode of ['interactive', 'headless'] as const) {
    it(`has no result when a ${mode} agent leaves with 0 and nothing else`, async () => {
      const port = stage.port({ mode });
      await port.begin(TASK, stage.place);
      await (await stage.fake.next()).exit(0);
      const hint = {
        interactive:
          'Fake agent left before it wrote its answer: it was closed, or something it asked was refused.',
        headless: 'Ask the test for permission.',
      }[mode];
      assert.deepEqual(await follow(port), { kind: 'no_result', exitCode: 0, hint });
    });
  }

  it('ends standard input of a headless agent and keeps what it prints: a sentinel is an answer', async () => {
    const port = stage.port({ mode: 'headless' });
    await port.begin(TASK, stage.place);
    const agent = await stage.fake.next();
    const sentence = 'Read the file .stage-runner/r1/1/prompt.md and do exactly what it says.';
    assert.equal(await agent.readStdin(), sentence);
    await agent.print('working\nCODER_REJECTED\nThe plan is wrong.\n');
    await agent.exit(0);
    assert.deepEqual(await follow(port), {
      kind: 'sentinel',
      sentinel: 'CODER_REJECTED',
      text: 'CODER_REJECTED\nThe plan is wrong.\n',
    });
  });

  it('takes the printed return of a renn run for a gate or for its end, and of no other plan', async () => {
    const printed = 'working\n## GATE REACHED\n\n**Type:** decision\n\n### Awaiting\n\nA choice\n';
    const said = async (attempt: number, format: string, text: string): Promise<AgentOutcome> => {
      const port = stage.port({ mode: 'headless' });
      const place = stage.placeOf(attempt);
      const task = { ...TASK, plan: { ...TASK.plan, format } };
      await port.begin(task, place);
      const agent = await stage.fake.next();
      await agent.print(text);
      await agent.exit(0);
      return port.outcome(task, place, new AbortController().signal);
    };
    const gate = await said(1, 'renn', printed);
    assert.deepEqual(gate.kind === 'result' && gate.result.gate, {
      type: 'decision',
      title: 'A choice',
      details: '## GATE REACHED\n\n**Type:** decision\n\n### Awaiting\n\nA choice\n',
      options: [],
    });
    const end = await said(2, 'renn', '## RUN COMPLETE\n\n**Run:** 01.01\n');
    assert.equal(end.kind === 'sentinel' && end.sentinel, 'CODER_COMPLETE');
    assert.equal((await said(3, 'coyote', printed)).kind, 'no_result');
  });

  it('gives an agent that takes text the whole prompt on standard input', async () => {
    const port = stage.port({ mode: 'headless', prompt: 'text' });
    await port.begin(TASK, stage.place);
    const agent = await stage.fake.next();
    assert.equal(await agent.readStdin(), readFileSync(answer('prompt.md'), 'utf8'));
    await port.stop(stage.place);
  });

  it('is interrupted when the agent is killed', async () => {
    const port = stage.port();
    await port.begin(TASK, stage.place);
    const agent = await stage.fake.next();
    process.kill(agent.hello.pid, 'SIGKILL');
    assert.deepEqual(await follow(port), {
      kind: 'interrupted',
      detail: 'Its process was ended by SIGKILL.',
    });
  });

  it('is interrupted when the launcher is killed, and nothing of the agent is left', async () => {
    const port = stage.port({ mode: 'headless' });
    await port.begin(TASK, stage.place);
    const agent = await stage.fake.next();
    stage.launched.kill('SIGKILL');
    await once(stage.launched, 'exit');
    assert.equal(await port.state(stage.place), 'running', 'the agent lives on without its launcher');
    const outcome = await follow(port);
    assert.equal(outcome.kind, 'interrupted');
    assert.equal(existsSync(path.join(stage.place.records, 'end.json')), false);
    assert.equal(await processStart(agent.hello.pid), undefined);
    assert.equal(await port.state(stage.place), 'over');
  });

  for (const [what, killed] of [
    ['its launcher', 'launcher'],
    ['its launcher and itself', 'both'],
  ] as const) {
    it(`leaves nothing behind when ${what} was killed, not even what has left its tree`, async function () {
      if (process.platform !== 'linux') this.skip();
      const port = stage.port({ mode: 'headless' });
      await port.begin(TASK, stage.place);
      const agent = await stage.fake.next();
      const daemon = await agent.startDaemon();
      stage.launched.kill('SIGKILL');
      await once(stage.launched, 'exit');
      if (killed === 'both') {
        process.kill(agent.hello.pid, 'SIGKILL');
        await agent.gone();
      }
      assert.equal((await follow(port)).kind, 'interrupted');
      assert.equal(await processStart(daemon), undefined);
    });
  }

  it('is interrupted when its terminal is closed', async function () {
    if (process.platform === 'win32') this.skip();
    const port = stage.port();
    await port.begin(TASK, stage.place);
    const agent = await stage.fake.next();
    const child = await agent.startDeafChild();
    stage.launched.kill('SIGHUP');
    assert.deepEqual(await follow(port), { kind: 'interrupted', detail: 'Its terminal was closed.' });
    assert.equal(await processStart(child), undefined);
  });

  it('is stopped with all it started, however deaf', async () => {
    const port = stage.port({ mode: 'headless' });
    await port.begin(TASK, stage.place);
    const agent = await stage.fake.next();
    const child = await agent.startDeafChild();
    await agent.beDeaf();
    const outcome = follow(port);
    await port.stop(stage.place);
    for (const pid of [agent.hello.pid, child]) {
      assert.equal(await processStart(pid), undefined, `process ${pid} is left`);
    }
    assert.deepEqual(await outcome, { kind: 'stopped' });
  });

  it('is timed out when its time is used up', async () => {
    const port = stage.port();
    await port.begin(TASK, stage.place);
    const agent = await stage.fake.next();
    stage.elapsed = 299_000;
    const outcome = follow(port);
    stage.elapsed = 301_000;
    assert.deepEqual(await outcome, { kind: 'timed_out', seconds: 300 });
    assert.equal(await processStart(agent.hello.pid), undefined);
  });

  it('is followed by a second window, and waiting can be given up without ending it', async () => {
    const first = stage.port();
    await first.begin(TASK, stage.place);
    const agent = await stage.fake.next();
    const window = new AbortController();
    const waiting = first.outcome(TASK, stage.place, window.signal);
    window.abort(new Error('the window closes'));
    await assert.rejects(waiting, /the window closes/);
    const second = stage.port();
    assert.equal(await second.state(stage.place), 'running');
    const outcome = follow(second);
    await agent.write(answer(), COMPLETE);
    assert.deepEqual(await outcome, RESULT);
    await assert.rejects(second.begin(TASK, stage.place), /begun before/);
    assert.equal(stage.fake.unseen, 0, 'nothing was started twice');
  });

  it('is not started when there is no such program', async () => {
    const port = stage.port({ argv: ['no-such-agent', '{sentence}'] });
    await port.begin(TASK, stage.place);
    assert.deepEqual(await follow(port), {
      kind: 'not_started',
      problem:
        'Could not start "no-such-agent": no program of this name is on the PATH. Install it, or name its full path in the setting stageRunner.agents.',
    });
  });

  it('is not started when the terminal never runs the launcher, and not later either', async () => {
    const port = stage.port({}, { startWithin: 0 }, [process.execPath, '-e', '0']);
    await port.begin(TASK, stage.place);
    const outcome = await follow(port);
    assert.equal(outcome.kind, 'not_started');
    await stage.terminals.open({
      name: '',
      cwd: stage.cwd,
      env: {},
      argv: [process.execPath, launcher, path.join(stage.place.records, 'launch.json')],
      left: () => Promise.resolve(new Set()),
    });
    assert.deepEqual(await once(stage.launched, 'exit'), [1, null]);
    assert.equal(stage.fake.unseen, 0);
  });

  it('is not started when the terminal cannot be opened, or the agent has no command', async () => {
    const shut = stage.port();
    stage.terminals.open = () => Promise.reject(new Error('no terminals here'));
    await shut.begin(TASK, stage.place);
    assert.deepEqual(await follow(shut), {
      kind: 'not_started',
      problem: 'The terminal could not be opened: no terminals here',
    });
    const place = stage.placeOf(2);
    const empty = stage.port({ argv: [] });
    await empty.begin(TASK, place);
    const outcome = await empty.outcome(TASK, place, new AbortController().signal);
    assert.match(outcome.kind === 'not_started' ? outcome.problem : '', /has no command/);
  });

  it('writes nothing through a link that the workspace brings along', async function () {
    if (process.platform === 'win32') this.skip();
    const outside = path.join(stage.folder, 'outside');
    mkdirSync(outside);
    symlinkSync(outside, path.join(stage.cwd, '.stage-runner'));
    const port = stage.port();
    await port.begin(TASK, stage.place);
    const outcome = await follow(port);
    assert.match(outcome.kind === 'not_started' ? outcome.problem : '', /not a real folder/);
    assert.deepEqual(readdirSync(outside), []);
  });
});
