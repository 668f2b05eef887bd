import assert from 'node:assert/strict';
import { PromptsBed } from './promptsBed';

describe('the gates of a stage of prompts', function () {
  this.timeout(60_000);
  let bed: PromptsBed;

  afterEach(() => bed.close());

  async function open(numbers: string): Promise<void> {
    bed = new PromptsBed(numbers);
    await bed.open();
  }

  it('waits where a prompt changed the script of a check, before anything runs it', async () => {
    await open('01 02');
    bed.works['01'] = [{ 'check.mjs': 'process.exit(0);\n', 'src/01.txt': 'broken\n' }];
    const id = await bed.start();
    const gate = await bed.answer('Sensitive changes', 'stop');
    assert.match(
      gate.question,
      /- `check\.mjs` was changed: it is named by a command that checks the work \(`node check\.mjs`\)/,
    );
    await bed.answer('Failed', 'stop');
    await bed.rest(id);
    assert.deepEqual(bed.begun, ['01']);
    const [first] = bed.window.store.runs().filter(({ header }) => header.parent?.run === id);
    assert.ok(!bed.window.store.events(first?.id ?? '').some(({ type }) => type === 'check_started'));
  });
});
