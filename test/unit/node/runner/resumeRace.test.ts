import assert from 'node:assert/strict';
import { orientation, stepWorld } from './stepAgent';
import { STEP_PROTOCOL, type World } from './world';

describe('runr.md 14 case 25: two windows resume one run at the same moment', function () {
  this.timeout(20_000);

  let world: World;
  beforeEach(() => {
    world = stepWorld();
  });
  afterEach(() => {
    world.remove();
  });

  it('one drives it, the other is refused, and no work is done twice', async () => {
    const first = await world.window(STEP_PROTOCOL);
    const started = await first.runner.start({ ...world.plan(), by: 'Ada' });
    assert.ok('run' in started);
    const { run } = started;
    const call = await world.agents.next();
    first.crash();
    const windows = [await world.window(STEP_PROTOCOL), await world.window(STEP_PROTOCOL)];
    const answers = await Promise.all(windows.map(({ runner }) => runner.resume(run, 'Bo')));
    const refused = answers.filter((answer) => 'refused' in answer);
    assert.deepEqual(
      refused.map((answer) => 'refused' in answer && answer.refused.code),
      ['another_run_live'],
    );
    assert.deepEqual(windows.filter(({ runner }) => runner.drives(run)).length, 1);
    call.end(orientation(false));
    assert.equal((await world.agents.next()).task.node, 'implement');
    assert.equal(world.agents.calls.length, 2, 'the agent at work was picked up, and one was begun after it');
    const driver = windows.find(({ runner }) => runner.drives(run));
    const begun = driver?.store.events(run).filter(({ type }) => type === 'agent_started') ?? [];
    assert.equal(begun.length, 2);
  });
});
