import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointRecord } from '../../../../src/core/checkpoints/checkpoint';
import { migrate } from '../../../../src/core/checkpoints/migrate';
import {
  newestFirst,
  readRecord,
  recordText,
  rewrite,
  type Expected,
} from '../../../../src/core/checkpoints/record';

type Raw = Record<string, unknown>;

const fixture = (name: string): string =>
  readFileSync(join(__dirname, '../../../fixtures/checkpoints', name), 'utf8');
const GOLDEN = JSON.parse(fixture('version-1.json')) as CheckpointRecord & Raw;
const ID = GOLDEN.record_id;

/** The golden record with fields replaced; `undefined` takes one away. */
const changed = (change: Raw): string => JSON.stringify({ ...GOLDEN, ...change });

/** `ok`, `ok, read only`, or the reason and the words of the rejection. */
function told(text: string, expected?: Expected): string {
  const read = readRecord(text, expected);
  if ('rejected' in read) return `${read.rejected.why}: ${read.rejected.detail}`;
  return read.readOnly ? 'ok, read only' : 'ok';
}

/** One small case a line: its name, the text, and what is told of it. */
function table(cases: readonly (readonly [name: string, text: string, told: string])[]): void {
  assert.deepEqual(
    cases.map(([name, text]) => `${name} -> ${told(text)}`),
    cases.map(([name, , expected]) => `${name} -> ${expected}`),
  );
}

describe('records of checkpoints', () => {
  it('are read as they were written, field for field', () => {
    assert.deepEqual(readRecord(fixture('version-1.json'), { id: ID }), { record: GOLDEN, readOnly: false });
    assert.deepEqual(readRecord(recordText(GOLDEN)), { record: GOLDEN, readOnly: false });
  });

  it('are read with what later ones of this version have besides', () => {
    const gate = { id: 'test', command: 'npm test', exit_code: 0, duration_ms: 1, log: '/d/1.log' };
    const more = {
      order: 7,
      left_out: [{ path: 'git~1', reason: 'refused_by_git' }],
      verification: { status: 'passed', gates: [gate] },
    };
    assert.deepEqual(readRecord(changed(more)), { record: { ...GOLDEN, ...more }, readOnly: false });
    assert.equal(told(changed({ order: 'late' })), 'missing_field: "order" is no whole number from 0 on.');
  });

  it('runr.md 14 case 3: belong to another run or plan, or to none', () => {
    const none = changed({ run_id: undefined, plan: undefined });
    assert.equal(told(changed({}), { run: GOLDEN.run_id!, plan: GOLDEN.plan!.id }), 'ok');
    assert.equal(told(changed({}), { run: 'x' }), 'wrong_run: It belongs to run 01hzy3k5r9cd.');
    assert.equal(told(none, { run: 'x' }), 'wrong_run: It belongs to no run.');
    assert.match(told(changed({}), { plan: 'x' }), /^wrong_plan: It belongs to the plan "coyote:/);
    assert.equal(told(none, { plan: 'x' }), 'wrong_plan: It belongs to no plan.');
  });

  it('runr.md 14 case 4: of a newer version or an unknown convention are told as newer', () => {
    const noNumber = (text: string): string =>
      `unknown_schema_newer: Its schema_version is ${text}, which is no whole number.`;
    table([
      ['999', changed({ schema_version: 999 }), 'ok, read only'],
      ['"1"', changed({ schema_version: '1' }), noNumber('"1"')],
      ['"1.0.0"', changed({ schema_version: '1.0.0' }), noNumber('"1.0.0"')],
      ['1.5', changed({ schema_version: 1.5 }), noNumber('1.5')],
      ['null', changed({ schema_version: null }), noNumber('null')],
      ['1e400', changed({}).replace('"schema_version":1', '"schema_version":1e400'), noNumber('null')],
      [
        '-1',
        changed({ schema_version: -1 }),
        'unknown_schema_older_unmigratable: No way leads from its schema_version -1 to ours.',
      ],
      [
        '2 without a name',
        changed({ schema_version: 2, name: undefined }),
        'unknown_schema_newer: It was written by a newer version (schema_version 2). "name" is missing.',
      ],
    ]);
  });

  it('of a newer version are read as far as their fields are known', () => {
    const read = readRecord(fixture('version-2.json'));
    assert.ok('record' in read);
    assert.deepEqual(Object.keys(read.record).sort(), [
      'created_at',
      'kind',
      'left_out',
      'name',
      'record_id',
      'schema_version',
      'tool',
    ]);
    assert.equal(read.record.schema_version, 2);
  });

  it('runr.md 14 case 5: lie under another name than their own', () => {
    assert.equal(
      told(changed({}), { id: 'x' }),
      `name_mismatch: It lies under "x" and calls itself "${ID}".`,
    );
    table([
      [
        'foreign ref',
        changed({ git: { ...GOLDEN.git, ref: 'refs/heads/main' } }),
        'name_mismatch: It names the ref "refs/heads/main", which is not its own.',
      ],
      [
        'path as id',
        changed({ record_id: '../x' }),
        'missing_field: "record_id" is no id of letters and digits.',
      ],
    ]);
  });

  it('runr.md 14 case 6: have an index that no step of the plan has', () => {
    const step = (index: unknown): string => changed({ step: { ...GOLDEN.step, index } });
    const bad =
      'bad_index: "step" has a field that is not as it should be: "index" is no whole number from 0 on.';
    table([
      ['-1', step(-1), bad],
      ['1.5', step(1.5), bad],
      ['NaN as JSON writes it', step(NaN), bad],
      ['"0"', step('0'), bad],
      ['99 of 3', step(99), 'bad_index: It is of step 99 counted from 0, and the plan had 3.'],
      ['3 of 3', step(3), 'bad_index: It is of step 3 counted from 0, and the plan had 3.'],
      ['2 of 3', step(2), 'ok'],
    ]);
    assert.match(told(step('here').replace('"here"', 'NaN')), /^bad_json: It is not JSON: /);
  });

  it('runr.md 14 case 7: are no JSON, empty, or begin with a byte order mark', () => {
    table([
      ['empty', '', 'bad_json: It is empty.'],
      ['blank', ' \n', 'bad_json: It is empty.'],
      ['list', '[]', 'bad_json: It is JSON, but no object.'],
      ['null', 'null', 'bad_json: It is JSON, but no object.'],
      ['byte order mark', `\uFEFF${changed({})}`, 'ok'],
      ['deep', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'bad_json: It is nested too deeply.'],
      ['huge', `"${'x'.repeat(9e6)}"`, 'bad_json: It has more than 8388608 characters.'],
    ]);
    assert.match(told(changed({}).slice(0, -1)), /^bad_json: It is not JSON: /);
  });

  it('runr.md 14 case 8: lack a field, or have one of another type', () => {
    table([
      ['no name', changed({ name: undefined }), 'missing_field: "name" is missing.'],
      ['created_at 5', changed({ created_at: 5 }), 'missing_field: "created_at" is no text.'],
      [
        'unknown kind',
        changed({ kind: 'automatic' }),
        'missing_field: "kind" is none of before_batch, after_step, manual, safety, imported.',
      ],
      ['plan as text', changed({ plan: 'x' }), 'missing_field: "plan" is no object.'],
      [
        'plan without root',
        changed({ plan: { ...GOLDEN.plan, root: undefined } }),
        'missing_field: "plan" has a field that is not as it should be: "root" is missing.',
      ],
      ['attempt -1', changed({ attempt: -1 }), 'missing_field: "attempt" is no whole number from 0 on.'],
      [
        'sha as option',
        changed({ git: { ...GOLDEN.git, sha: '--upload-pack=x' } }),
        'missing_field: "git" has a field that is not as it should be: "sha" is no name of a git object.',
      ],
      ['left_out of numbers', changed({ left_out: [1] }), 'missing_field: "left_out" [0] is no object.'],
      ['left_out as object', changed({ left_out: {} }), 'missing_field: "left_out" is no list.'],
    ]);
  });

  it('cannot reach into the prototype of objects', () => {
    const text = changed({}).replace('{', '{"__proto__":{"polluted":true,"name":"x"},');
    const read = readRecord(text);
    assert.ok('record' in read);
    assert.equal(Object.getPrototypeOf(read.record), Object.prototype);
    assert.equal('polluted' in read.record, false);
    const inherited = changed({ name: undefined }).replace('{', '{"__proto__":{"name":"x"},');
    assert.equal(told(inherited), 'missing_field: "name" is missing.');
  });

  describe('of an older version', () => {
    it('become the golden record of the next one', () => {
      const raw = JSON.parse(fixture('version-0.json')) as Raw;
      assert.equal(recordText(migrate(raw)!), fixture('version-0.as-1.json'));
      assert.equal(told(fixture('version-0.json')), 'ok');
    });

    it('are migrated once for all', () => {
      for (const name of ['version-0.json', 'version-1.json', 'version-2.json']) {
        const once = migrate(JSON.parse(fixture(name)) as Raw)!;
        assert.deepEqual(migrate(once), once, name);
        const read = readRecord(fixture(name));
        assert.ok('record' in read);
        assert.deepEqual(readRecord(recordText(read.record)), read, name);
      }
    });
  });

  describe('rewritten', () => {
    const rewritten = (text: string): unknown => {
      const result = rewrite(text, { name: 'Mine' });
      return 'text' in result ? JSON.parse(result.text) : result.rejected.why;
    };

    it('keep the fields that nobody knows', () => {
      const text = changed({ weather: { today: ['rain'] } });
      assert.deepEqual(rewritten(text), { ...GOLDEN, weather: { today: ['rain'] }, name: 'Mine' });
      const nested = changed({ plan: { ...GOLDEN.plan, owner: 'Ada' } });
      assert.deepEqual(rewritten(nested), {
        ...GOLDEN,
        plan: { ...GOLDEN.plan, owner: 'Ada' },
        name: 'Mine',
      });
    });

    it('are of the present version', () => {
      const raw = JSON.parse(fixture('version-0.as-1.json')) as Raw;
      assert.deepEqual(rewritten(fixture('version-0.json')), { ...raw, name: 'Mine' });
    });

    it('never touch what a newer version wrote, nor what is none', () => {
      assert.equal(rewritten(fixture('version-2.json')), 'unknown_schema_newer');
      assert.equal(rewritten(changed({ schema_version: '1' })), 'unknown_schema_newer');
      assert.equal(rewritten('{'), 'bad_json');
    });
  });

  describe('in order', () => {
    const order = (...records: readonly Raw[]): string =>
      records
        .map((record) => ({ ...GOLDEN, ...record }))
        .sort((a, b) => newestFirst(a, b))
        .map(({ record_id }) => record_id)
        .join(' ');
    const at = (record_id: string, created_at: string): Raw => ({ record_id, created_at });

    it('is given by the data folder, whatever the clock said; what has none is older', () => {
      const late = { ...at('a', '2026-01-01T00:00:00.000Z'), order: 8 };
      const early = { ...at('b', '2026-01-02T00:00:00.000Z'), order: 7 };
      assert.equal(order(early, at('c', '2026-01-03T00:00:00.000Z'), late), 'a b c');
    });

    it('runr.md 14 case 1: the later one comes first, whatever the notation of its time', () => {
      assert.equal(order(at('a', '2026-01-01T00:00:00.000Z'), at('b', '2026-01-02T00:00:00.000Z')), 'b a');
      assert.equal(order(at('a', '2026-01-01T23:00:00Z'), at('b', '2026-01-02T00:00:00+02:00')), 'a b');
    });

    it('runr.md 14 case 2: what has no time is the oldest, and ids decide between the same times', () => {
      assert.equal(order(at('a', ''), at('b', 'soon'), at('c', '1970-01-01T00:00:00Z')), 'c b a');
      const same = '2026-01-01T00:00:00.000Z';
      assert.equal(order(at('a', same), at('b', same)), 'b a');
      const [a, b] = [at('a', same), at('b', same)].map((one) => ({ ...GOLDEN, ...one }));
      assert.ok(newestFirst(a!, b!, -1) < 0, 'the later modified file comes before the later id');
    });
  });
});
