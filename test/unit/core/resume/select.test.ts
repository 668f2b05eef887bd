import assert from 'node:assert/strict';
import { recordCandidates } from '../../../../src/core/resume/candidates';
import { commitCandidates } from '../../../../src/core/resume/commits';
import { select, selectionEvent } from '../../../../src/core/resume/select';
import { type FoundSidecar, sidecarCandidates } from '../../../../src/core/resume/sidecars';
import { after, choice, line, RUNR_RUN, scopeOf, SHA, sidecar, threeSteps } from './finds';

const three = threeSteps();
const [A, B] = ['a', 'b'].map((digit) => digit.repeat(40)) as [string, string];
const chosenOf = (found: readonly FoundSidecar[]) => {
  const candidates = sidecarCandidates(found, three, new Set());
  return select(
    candidates,
    candidates.map(({ id }) => id),
  ).chosen;
};
const records = (...seen: Parameters<typeof after>[]) =>
  select(
    recordCandidates(
      seen.map((one) => after(...one)),
      scopeOf(three),
    ),
  );

describe('the choice among sidecars of Runr', () => {
  it('runr.md 14 case 1: of the same place, the later one', () => {
    const found = [
      sidecar(1, { sha: A, created_at: '2026-01-04T05:00:00+02:00' }),
      sidecar(1, { sha: B, created_at: '2026-01-04T04:00:00.000Z' }),
    ];
    assert.equal(chosenOf(found)?.sha, B, 'compared as times, not as texts');
    assert.equal(chosenOf([...found].reverse())?.sha, B);
  });

  for (const created_at of ['2026-01-04T04:00:00.000Z', ''])
    it(`runr.md 14 case 2: of the same time "${created_at}", the later file`, () => {
      const found = [sidecar(1, { sha: B, created_at }, 5), sidecar(1, { sha: A, created_at }, 9)];
      assert.equal(chosenOf(found)?.sha, A);
    });

  for (const [name, found, why] of [
    ['case 4: schema 999', sidecar(1, { schema_version: 999 }), 'unknown_schema_newer'],
    ['case 4: schema "1"', sidecar(1, { schema_version: '1' }), 'unknown_schema_newer'],
    ['case 5: sha and name differ', { ...sidecar(1), name: `${B}.json` }, 'name_mismatch'],
    ['case 6: index -1', sidecar(-1), 'bad_index'],
    ['case 6: index NaN', sidecar(NaN), 'bad_index'],
    ['case 6: index 1.5', sidecar(1.5), 'bad_index'],
    ['case 6: index 99 of 3', sidecar(99), 'bad_index'],
    ['case 7: malformed', { ...sidecar(1), text: '{"schema_version": 1,' }, 'bad_json'],
    ['case 7: empty', { ...sidecar(1), text: '' }, 'bad_json'],
    ['case 7: a byte order mark', { ...sidecar(1), text: `\uFEFF${sidecar(1).text ?? ''}` }, 'bad_json'],
    ['case 7: cannot be opened', { ...sidecar(1), text: undefined }, 'unreadable'],
    ['case 8: no title', sidecar(1, { milestone_title: undefined }), 'missing_field'],
    ['case 8: numeric time', sidecar(1, { created_at: 5 }), 'missing_field'],
    ["another step's title", sidecar(1, { milestone_title: 'Add c.js' }), 'wrong_plan'],
  ] as const) {
    it(`runr.md 14 ${name}`, () => {
      const candidates = sidecarCandidates([found], three, new Set());
      assert.deepEqual(
        candidates.map((one) => one.why),
        [why],
      );
      assert.equal(chosenOf([found]), undefined);
    });
  }

  it('runr.md 14 case 16: a pruned commit is no choice', () => {
    const [found] = sidecarCandidates([sidecar(1)], three, new Set([SHA]));
    assert.equal(found?.why, 'object_missing');
  });

  const legacy = { sha: B, at: '2026-01-05T00:00:00Z', message: 'chore(agent): checkpoint milestone 3' };
  const runr = { ...legacy, message: `chore(runr): checkpoint ${RUNR_RUN} milestone 2` };

  it('runr.md 14 case 9: a sidecar is believed before commits, a commit with a run before one without', () => {
    const candidates = [
      ...commitCandidates([legacy, runr], scopeOf(three)),
      ...sidecarCandidates([sidecar(0, { sha: A })], three, new Set()),
    ];
    assert.deepEqual(
      select(candidates).candidates.map(({ imported, index }) => `${imported ?? ''} ${index ?? ''}`),
      ['sidecar 0', 'git_log_run_specific 2', 'git_log_legacy 2'],
    );
  });

  it('D7, runr.md 14 case 13: nothing of another tool counts until a person says so', () => {
    const candidates = commitCandidates([legacy], scopeOf(three));
    assert.equal(choice(select(candidates)), 'none -, asks for bbbbbbbb imported_legacy 03-step asks');
    assert.equal(choice(select(candidates, [B])), 'imported_legacy 03-step');
  });
});

describe('the choice among all finds', () => {
  it('within a source: step, attempt, seq, time, id', () => {
    assert.equal(choice(records(['01', { attempt: 9 }], ['02'])), 'record 02-step');
    for (const [name, worse, better] of [
      ['attempt', { attempt: 1, seq: 9 }, { attempt: 2, seq: 1 }],
      ['seq', { seq: 1, created_at: '2027-01-01T00:00:00Z' }, { seq: 2 }],
      ['time', { created_at: 'no time' }, { created_at: '2020-01-01T00:00:00Z' }],
      ['id', {}, {}],
    ] as const) {
      const both = [
        ['02', { record_id: 'a', ...worse }],
        ['02', { record_id: 'b', ...better }],
      ] as const;
      const { chosen, decidedBy } = records(...both.map(([n, more]): [string, object] => [n, more]));
      assert.deepEqual([chosen?.id, decidedBy], ['b', name]);
      assert.equal(records([...both[1]], [...both[0]]).chosen?.id, 'b', name);
    }
  });

  it('a stronger source wins over a later step, and a find that does not count gives way', () => {
    const found = recordCandidates(
      [after('01'), after('02', {}, { rebuilt: true }), after('03', {}, { exists: false })],
      scopeOf(three),
    );
    assert.deepEqual(select(found).candidates.map(line), [
      'cp03 record 03-step object_missing',
      'cp01 record 01-step counts',
      'cp02 hidden_ref 02-step counts',
    ]);
    assert.equal(choice(select(found)), 'record 01-step');
  });

  it('what is asked for is weaker than what counts, and then not asked', () => {
    const found = [
      ...recordCandidates([after('01')], scopeOf(three)),
      ...sidecarCandidates([sidecar(2)], three, new Set()),
    ];
    assert.equal(choice(select(found)), 'record 01-step');
  });

  it('says what a journal keeps of it', () => {
    const found = recordCandidates([after('01'), after('02', { outcome: 'stopped' })], scopeOf(three));
    assert.deepEqual(selectionEvent(select(found)), {
      source: 'record',
      record_id: 'cp01',
      sha: SHA,
      step_key: '01-step',
      index: 0,
      decided_by: null,
      candidates: 2,
      rejected: [{ id: 'cp02', why: 'not_completed' }],
    });
    assert.deepEqual(selectionEvent(select([])), {
      source: 'none',
      record_id: null,
      sha: null,
      step_key: null,
      index: null,
      decided_by: null,
      candidates: 0,
      rejected: [],
    });
  });
});
