import assert from 'node:assert/strict';
import type { Gate, GateAnswer } from '../../../../src/core/gateRecord';
import type { Answered } from '../../../../src/node/runner/gateFiles';
import { GateQueue } from '../../../../src/vscode/gates/gateQueue';
import type { AutoOpen, GateQueuePorts } from '../../../../src/vscode/gates/gateQueue';
import type { Picked } from '../../../../src/vscode/gates/gatePick';

const gate = (id: string): Gate => ({
  schema_version: 1,
  id,
  run: 'r1',
  node: 'review',
  kind: 'approval',
  title: id,
  question: '?',
  options: [{ key: 'Approve', leadsTo: 'done', needsReason: false }],
  allowsText: false,
  evidence: [],
  blocks: '',
  plan: { root: '/w/plans', title: 'P' },
  step: { key: '01-a', number: '01', title: 'A' },
  openedAt: '2026-01-01T00:00:00.000Z',
});

const answer = (of: Gate, window: string): GateAnswer => ({
  schema_version: 1,
  gate: of.id,
  choice: 'Approve',
  by: 'Someone',
  window,
  at: '2026-01-01T00:00:00.000Z',
});

/** A window whose person does what the test says, and that writes down what it showed. */
class FakeWindow implements GateQueuePorts {
  readonly log: string[] = [];
  readonly window = 'here';
  readonly onDisk = new Map<string, GateAnswer>();
  mode: AutoOpen = 'always';
  isTrusted = true;
  private idle: (() => void) | undefined;
  private person: ((picked: Picked | undefined) => void) | undefined;
  private notification: ((answer: boolean) => void) | undefined;

  autoOpen = (): AutoOpen => this.mode;
  trusted = (): boolean => this.isTrusted;
  whenIdle(then: () => void): void {
    this.idle = then;
  }
  ask(of: Gate, closed: AbortSignal): Promise<Picked | undefined> {
    this.log.push(`ask ${of.id}`);
    return new Promise((resolve) => {
      this.person = resolve;
      closed.addEventListener('abort', () => {
        this.log.push(`close ${of.id}`);
        resolve(undefined);
      });
    });
  }
  record(of: Gate, picked: Picked): Promise<Answered> {
    this.log.push(`record ${of.id} ${picked.choice}`);
    const first = this.onDisk.get(of.id);
    return Promise.resolve(first ? { alreadyAnswered: first } : { recorded: true });
  }
  answerOf = (of: Gate): Promise<GateAnswer | undefined> => Promise.resolve(this.onDisk.get(of.id));
  announce(of: Gate): Promise<boolean> {
    this.log.push(`announce ${of.id}`);
    return new Promise((resolve) => {
      this.notification = resolve;
    });
  }
  tellAnsweredElsewhere(of: Gate, { by }: GateAnswer): void {
    this.log.push(`${of.id} answered elsewhere by ${by}`);
  }
  tellProblem(of: Gate, problem: string): void {
    this.log.push(`${of.id} problem: ${problem}`);
  }

  async does(what: 'picks' | 'leaves' | 'comes to rest' | 'clicks Answer'): Promise<void> {
    if (what === 'picks') this.person?.({ choice: 'Approve' });
    if (what === 'leaves') this.person?.(undefined);
    if (what === 'comes to rest') this.idle?.();
    if (what === 'clicks Answer') this.notification?.(true);
    await new Promise(setImmediate);
  }
}

function setUp(mode: AutoOpen = 'always'): { window: FakeWindow; queue: GateQueue } {
  const window = new FakeWindow();
  window.mode = mode;
  return { window, queue: new GateQueue(window) };
}

describe('gate queue', () => {
  it('asks one gate at a time and announces the one that has to wait in line', async () => {
    const { window, queue } = setUp();
    queue.update([gate('a'), gate('b')]);
    await window.does('picks');
    assert.deepEqual(window.log, ['ask a', 'announce b', 'record a Approve', 'ask b']);
  });

  it('announces a gate once when it is left, and does not open it again by itself', async () => {
    const { window, queue } = setUp();
    queue.update([gate('a')]);
    await window.does('leaves');
    queue.update([]);
    queue.update([gate('a')]);
    assert.deepEqual(window.log, ['ask a', 'announce a']);
  });

  it('waits until nobody types', async () => {
    const { window, queue } = setUp('whenIdle');
    queue.update([gate('a')]);
    assert.deepEqual(window.log, ['announce a']);
    await window.does('comes to rest');
    assert.deepEqual(window.log, ['announce a', 'ask a']);
  });

  it('never opens by itself where the setting says never, but does from the notification', async () => {
    const { window, queue } = setUp('never');
    queue.update([gate('a')]);
    await window.does('comes to rest');
    assert.deepEqual(window.log, ['announce a']);
    await window.does('clicks Answer');
    assert.deepEqual(window.log, ['announce a', 'ask a']);
  });

  it('closes a prompt whose gate was answered in another window, and says by whom', async () => {
    const { window, queue } = setUp();
    queue.update([gate('a')]);
    window.onDisk.set('a', answer(gate('a'), 'there'));
    queue.update([]);
    await window.does('comes to rest');
    assert.deepEqual(window.log, ['ask a', 'close a', 'a answered elsewhere by Someone']);
  });

  it('says so when another window was faster', async () => {
    const { window, queue } = setUp();
    queue.update([gate('a')]);
    window.onDisk.set('a', answer(gate('a'), 'there'));
    await window.does('picks');
    assert.deepEqual(window.log, ['ask a', 'record a Approve', 'a answered elsewhere by Someone']);
  });

  it('does not ask again about a gate that it has recorded while the journal lags behind', async () => {
    const { window, queue } = setUp();
    queue.update([gate('a')]);
    await window.does('picks');
    queue.update([]);
    queue.update([gate('a')]);
    assert.deepEqual(window.log, ['ask a', 'record a Approve']);
  });

  it('puts the gate that somebody asks for in the place of the open one', async () => {
    const { window, queue } = setUp();
    queue.update([gate('a'), gate('b')]);
    void queue.open(gate('b'));
    await window.does('comes to rest');
    assert.deepEqual(window.log, ['ask a', 'announce b', 'close a', 'ask b']);
  });

  it('keeps the gate waiting when the answer cannot be written', async () => {
    const { window, queue } = setUp();
    window.record = () => Promise.reject(new Error('disk full'));
    queue.update([gate('a')]);
    await window.does('picks');
    assert.deepEqual(window.log, ['ask a', 'a problem: disk full']);
  });

  it('passes on why an answer was refused', async () => {
    const { window, queue } = setUp();
    window.record = () => Promise.resolve({ refused: 'not an option' });
    queue.update([gate('a')]);
    await window.does('picks');
    assert.deepEqual(window.log, ['ask a', 'a problem: not an option']);
  });

  it('asks and announces nothing in Restricted Mode, and begins once the workspace is trusted', () => {
    const { window, queue } = setUp();
    window.isTrusted = false;
    queue.update([gate('a')]);
    assert.deepEqual(window.log, []);
    window.isTrusted = true;
    queue.update([gate('a')]);
    assert.deepEqual(window.log, ['ask a']);
  });
});
