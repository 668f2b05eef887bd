import assert from 'node:assert/strict';
import {
  bySidecarOrder,
  isSidecarName,
  readCheckpointSubject,
  readSidecar,
} from '../../../../../src/core/formats/runr/sidecar';

const SHA = 'a4344ff33446aa2288f4429f6d23c9fcedaad6d5';
const RUN = '20261121000107';
const GOOD = {
  schema_version: 1,
  sha: SHA,
  run_id: RUN,
  milestone_index: 1,
  milestone_title: 'Nothing to do',
  created_at: '2026-11-21T00:01:07.678Z',
};

function said(text: string, name = `${SHA}.json`): string {
  const read = readSidecar(name, text);
  return 'reject' in read ? `${read.reject}: ${read.detail}` : `milestone ${read.sidecar.index}`;
}

describe('readSidecar (runr.md 14, 3 to 8)', () => {
  it('reads what Runr writes; what is optional may be absent and is not made up', () => {
    assert.deepEqual(readSidecar(`${SHA}.json`, JSON.stringify(GOOD)), {
      sidecar: {
        sha: SHA,
        runId: RUN,
        index: 1,
        title: 'Nothing to do',
        createdAt: '2026-11-21T00:01:07.678Z',
        verificationCommands: [],
      },
    });
    const more = { ...GOOD, tier: 'tier0', verification_commands: ['test -f a', 7], later: true };
    const read = readSidecar(`${SHA}.json`, JSON.stringify(more));
    assert.ok('sidecar' in read);
    assert.deepEqual([read.sidecar.tier, read.sidecar.verificationCommands], ['tier0', ['test -f a']]);
  });

  const cases: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['case 4: schema 999', { schema_version: 999 }, 'unknown_schema_newer: schema_version is 999, not 1'],
    ['case 4: schema "1"', { schema_version: '1' }, 'unknown_schema_newer: schema_version is "1", not 1'],
    [
      'no schema',
      { schema_version: undefined },
      'unknown_schema_older_unmigratable: schema_version is missing, not 1',
    ],
    ['schema 0', { schema_version: 0 }, 'unknown_schema_older_unmigratable: schema_version is 0, not 1'],
    [
      'case 5: another sha',
      { sha: 'b'.repeat(40) },
      `name_mismatch: sha is ${'b'.repeat(40)}, which is not the file's name`,
    ],
    ['no commit', { sha: '../../etc' }, 'missing_field: sha is missing or not the name of a commit'],
    ['case 6: index -1', { milestone_index: -1 }, 'bad_index: milestone_index is -1'],
    ['case 6: index 1.5', { milestone_index: 1.5 }, 'bad_index: milestone_index is 1.5'],
    ['case 6: index NaN', { milestone_index: NaN }, 'bad_index: milestone_index is null'],
    ['case 6: index "1"', { milestone_index: '1' }, 'bad_index: milestone_index is "1"'],
    ['case 6: index 99, for the caller to compare', { milestone_index: 99 }, 'milestone 99'],
    [
      'case 8: no title',
      { milestone_title: undefined },
      'missing_field: milestone_title is missing or not a text',
    ],
    ['case 8: numeric created_at', { created_at: 1 }, 'missing_field: created_at is missing or not a text'],
    ['empty created_at', { created_at: '' }, 'milestone 1'],
    ['no run', { run_id: 20261121000107 }, 'missing_field: run_id is missing or not a text'],
  ];
  for (const [name, change, expected] of cases) {
    it(name, () => {
      assert.equal(said(JSON.stringify({ ...GOOD, ...change })), expected);
    });
  }

  it('case 7: malformed, empty and foreign texts are rejected with what is wrong', () => {
    assert.match(said('{"schema_version":1,'), /^bad_json: it is not JSON \(.+\)$/);
    assert.equal(said(''), 'bad_json: the file is empty');
    assert.equal(said('[]'), 'bad_json: it is not a JSON object');
    assert.equal(said('null'), 'bad_json: it is not a JSON object');
    assert.equal(
      said(`\uFEFF${JSON.stringify(GOOD)}`),
      'bad_json: it begins with a byte order mark, which is not JSON',
    );
    const deep = `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    assert.equal(said(deep), 'bad_json: it is nested too deep');
  });

  it('case 7: only finished sidecars are looked at', () => {
    const names = [`${SHA}.json`, `${SHA}.json.tmp`, 'index.json', 'README.md'];
    assert.deepEqual(names.filter(isSidecarName), [`${SHA}.json`]);
  });
});

describe('bySidecarOrder (runr.md 14, 1 and 2)', () => {
  const cases: readonly (readonly [string, readonly (readonly [number, string, number])[], string])[] = [
    [
      'the highest index, whatever the times',
      [
        [0, '2026-01-02T00:00:00Z', 9],
        [1, '2026-01-01T00:00:00Z', 1],
      ],
      '1,1',
    ],
    [
      'case 1: the later created_at',
      [
        [1, '2026-01-01T00:00:00Z', 9],
        [1, '2026-01-02T00:00:00Z', 1],
      ],
      '1,1',
    ],
    [
      'as a time and not as a text',
      [
        [1, '2026-01-01T23:00:00+02:00', 9],
        [1, '2026-01-01T22:00:00Z', 1],
      ],
      '1,1',
    ],
    [
      'case 2: equal times, the later modification',
      [
        [1, '2026-01-01T00:00:00Z', 1],
        [1, '2026-01-01T00:00:00Z', 2],
      ],
      '1,2',
    ],
    [
      'case 2: empty times, the later modification',
      [
        [1, '', 1],
        [1, '', 2],
      ],
      '1,2',
    ],
    [
      'no time is older than any',
      [
        [1, 'soon', 9],
        [1, '1969-01-01T00:00:00Z', 1],
      ],
      '1,1',
    ],
  ];
  for (const [name, values, expected] of cases) {
    it(name, () => {
      const sidecars = values.map(([index, createdAt, modified]) => ({
        sidecar: { sha: SHA, runId: RUN, index, title: '', createdAt, verificationCommands: [] },
        modified,
      }));
      const inBothOrders = [sidecars, [...sidecars].reverse()].map((list) => {
        const [first] = [...list].sort(bySidecarOrder);
        return `${first?.sidecar.index ?? ''},${first?.modified ?? ''}`;
      });
      assert.deepEqual(inBothOrders, [expected, expected]);
    });
  }
});

describe('readCheckpointSubject (runr.md 14, 10 to 13, and D8)', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['case 10: names its run', `chore(runr): checkpoint ${RUN} milestone 0`, `run ${RUN} index 0`],
    ['two digits', `chore(runr): checkpoint ${RUN} milestone 12`, `run ${RUN} index 12`],
    ['case 12: legacy counts from 1', 'chore(agent): checkpoint milestone 3', 'legacy index 2'],
    ['legacy 0 is no milestone', 'chore(agent): checkpoint milestone 0', 'none'],
    [
      'case 11: quoted within another subject',
      'fix: find "chore(runr): checkpoint 20261121000107 milestone 1"',
      'none',
    ],
    [
      'case 11 and D8: in the body',
      'feat: resume\n\nlooks for chore(agent): checkpoint milestone 5\nchore(agent): checkpoint milestone 5',
      'none',
    ],
    ['with something behind it', `chore(runr): checkpoint ${RUN} milestone 1 (again)`, 'none'],
    ['a line end', 'chore(agent): checkpoint milestone 5\n', 'none'],
    ['13 digits', 'chore(runr): checkpoint 2026112100010 milestone 1', 'none'],
    ['no number', `chore(runr): checkpoint ${RUN} milestone one`, 'none'],
    ['a number past counting', `chore(runr): checkpoint ${RUN} milestone ${'9'.repeat(400)}`, 'none'],
  ];
  for (const [name, subject, expected] of cases) {
    it(name, () => {
      const read = readCheckpointSubject(subject);
      const run = read?.source === 'git_log_run_specific' ? `run ${read.runId}` : 'legacy';
      assert.equal(read === undefined ? 'none' : `${run} index ${read.index}`, expected);
    });
  }

  it('case 13: a legacy commit names no run, so that none can take it for its own', () => {
    const read = readCheckpointSubject('chore(agent): checkpoint milestone 6');
    assert.deepEqual(read, { source: 'git_log_legacy', index: 5 });
  });
});
