import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { gitCommand, within } from '../../../../src/node/checkpoints/gitCommand';
import { processStart } from '../../../../src/node/processes/identity';
import { filesOnDisk, newRepo, removeFolders } from './repo';
import { RestoreBed } from './restoreBed';

describe('a restore with a filter that never ends', function () {
  this.timeout(60_000);
  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  afterEach(removeFolders);

  it('is given up with git and its children, says what is not done, and can be finished', async () => {
    const repo = newRepo({ '.gitattributes': '* filter=endless\n', a: 'a\n', b: 'b\n', c: 'c\n' });
    const bed = new RestoreBed(repo.top);
    const target = await bed.take('then');
    const then = filesOnDisk(repo.top);
    repo.write({ a: 'a2\n', b: 'b2\n', c: 'c2\n' });
    const preview = await bed.see(target);
    // Deaf to a polite end, and nothing of it holds git's own output open.
    repo.write({
      '.git/endless.sh': `#!/bin/sh
if [ "$1" = b ]; then
  trap '' TERM
  echo $$ > '${join(repo.top, '.git', 'filter')}'
  exec 2> /dev/null
  while :; do sleep 0.1; done
fi
cat
`,
    });
    chmodSync(join(repo.top, '.git', 'endless.sh'), 0o755);
    repo.git('config', 'filter.endless.smudge', `'${join(repo.top, '.git', 'endless.sh')}' %f`);

    const hurried = new RestoreBed(repo.top, within(3000, gitCommand));
    const result = await hurried.restore(target, { preview });
    assert.ok('stray' in result, JSON.stringify(result));
    assert.ok(result.stray.includes('b'));
    assert.deepEqual((await bed.unfinished())?.stray, result.stray);
    assert.equal(await processStart(Number(repo.read('.git/filter'))), undefined, 'the filter is gone');

    repo.git('config', '--unset', 'filter.endless.smudge');
    await bed.restored(target);
    assert.deepEqual(filesOnDisk(repo.top), then);
    assert.equal(await bed.unfinished(), undefined);
  });
});
