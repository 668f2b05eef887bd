import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JournalRead, readJournal } from '../../../../src/node/runner/journal';
import { EVENTS, GATE, journalLines, STARTED } from '../../core/sampleRun';

describe('runr.md 14 case 26: a journal that is not as it should be', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stage-runner-test-'));
    file = join(folder, 'run.jsonl');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const read = async (before?: JournalRead) => {
    const journal = await readJournal(file, before);
    assert.ok(journal);
    return journal;
  };
  const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

  it('the last line is read when it is whole, wherever it was cut before', async () => {
    const [first = '', second = ''] = journalLines([
      STARTED,
      { type: 'gate_opened', token: '0', gate: GATE },
    ]);
    const bytes = Buffer.from(text([second.replace('Approve it?', 'Ünïcode?')]));
    for (let cut = 0; cut < bytes.length; cut += 7) {
      writeFileSync(file, text([first]));
      appendFileSync(file, bytes.subarray(0, cut));
      const half = await read();
      assert.deepEqual([half.fold.events.length, half.fold.damaged], [1, []]);
      appendFileSync(file, bytes.subarray(cut));
      const whole = await read(half);
      assert.deepEqual(
        [whole.fold.run?.gates[0]?.gate.question.slice(0, 8), whole.fold.damaged],
        ['Ünïcode?', []],
      );
    }
  });

  it('the order of the lines counts, and a number on them says nothing', async () => {
    const plain = journalLines(EVENTS);
    const numbered = plain.map((line, at) =>
      JSON.stringify({ ...(JSON.parse(line) as object), seq: at % 2 === 1 ? 7 : undefined }),
    );
    writeFileSync(file, text(plain));
    const { run: expected } = (await read()).fold;
    writeFileSync(file, text(numbered));
    assert.deepEqual((await read()).fold.run, expected);
  });

  it('a line that is there twice begins and ends nothing twice', async () => {
    writeFileSync(file, text(journalLines(EVENTS)));
    const { run: once } = (await read()).fold;
    const doubled = journalLines(EVENTS).flatMap((line) =>
      /run_started|gate_|check_ended|run_ended|step_approved/.test(line) ? [line, line] : [line],
    );
    writeFileSync(file, text(doubled));
    assert.deepEqual((await read()).fold.run, once);
  });

  it('50 MB are read in seconds, and what is added later in no time', async function () {
    this.timeout(60_000);
    const note = JSON.stringify({
      schema_version: 1,
      at: '2026-01-31T12:00:00.000Z',
      type: 'note',
      text: 'x'.repeat(900),
    });
    const lines = Math.ceil((50 * 1024 * 1024) / (note.length + 1));
    writeFileSync(file, text(journalLines([STARTED])) + `${note}\n`.repeat(lines));
    const began = performance.now();
    const all = await read();
    const took = performance.now() - began;
    assert.equal(all.fold.events.length, lines + 1);
    assert.ok(took < 10_000, `${took} ms`);
    appendFileSync(file, text([note]));
    const again = performance.now();
    assert.equal((await read(all)).fold.events.length, lines + 2);
    assert.ok(performance.now() - again < took / 2 + 50);
  });
});
