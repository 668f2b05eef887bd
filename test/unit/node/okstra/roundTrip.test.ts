import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readPlanReport } from '../../../../src/core/formats/okstra/planReport';
import { finishStage, startBatch } from '../../../../src/core/formats/okstra/run/consumerRows';
import { appendRows } from '../../../../src/node/okstra/consumersFile';
import { writeSidecar } from '../../../../src/node/okstra/sidecar';
import { planText, read, REPORT, reportOf } from '../../core/formats/okstra/text';

const BY = { task: 'stage-runner/r1', at: '2026-06-05T01:02:03.000Z', commit: '0a1b2c3' };
const TEXT = reportOf([
  { number: 1, steps: 4 },
  { number: 2, steps: 4 },
  { number: 3, needs: '1, 2' },
]);

describe('okstra: what a run writes', () => {
  let folder: string;
  let root: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'okstra run ')));
    root = join(folder, '.okstra/task');
    mkdirSync(dirname(join(root, REPORT)), { recursive: true });
    writeFileSync(join(root, REPORT), TEXT);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** The stages by the format's own reader, with what is in the folder now. */
  function shown(): string[] {
    const names = readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile()
        ? [
            join(entry.parentPath, entry.name)
              .slice(root.length + 1)
              .replaceAll('\\', '/'),
          ]
        : [],
    );
    const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(root, name), 'utf8')]));
    const lines = planText(read(files, { root, folder }));
    return lines
      .filter((line) => /^ {2}\d|evidence|missing|problem|error|warning/.test(line))
      .map((line) => line.trim());
  }

  it('is what the reader of the format takes for it', async () => {
    const { rows } = readPlanReport({ text: TEXT, modified: 0 }, REPORT);
    const take = (task: string) =>
      appendRows({ root, folder }, (log) =>
        startBatch(log, {
          stages: rows,
          requested: 'auto',
          by: { ...BY, task },
          underWay: new Set([BY.task]),
        }),
      );
    assert.deepEqual(await take(BY.task).then((batch) => 'stages' in batch && batch.stages), [1, 2]);
    const begun = shown().filter(
      (line) => line.includes('running or abandoned by') || line.includes('started by'),
    );
    assert.equal(begun.length, 2, shown().join('\n'));
    assert.deepEqual(await take('other'), {
      refused: 'stages 1, 2 are under way in another run, and no other stage is ready',
    });
    for (const stage of [1, 2]) {
      const sidecar = await writeSidecar({ root, folder }, 'implementation', stage, `{"stage":${stage}}`);
      assert.ok('carryPath' in sidecar);
      await appendRows({ root, folder }, (log) => finishStage(log, stage, sidecar.carryPath, BY));
    }
    assert.deepEqual(
      shown().filter((line) => !/^\d/.test(line)),
      [1, 2].map((stage) => `evidence runs/implementation/carry/stage-${stage}.json 0a1b2c3 ${BY.at}`),
    );
    assert.deepEqual(await take('other').then((batch) => 'stages' in batch && batch.stages), [3]);
  });
});
