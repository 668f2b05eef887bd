import assert from 'node:assert/strict';
import { damagedCandidates, planCandidates, recordCandidates } from '../../../../src/core/resume/candidates';
import { position, preview } from '../../../../src/core/resume/preview';
import { previewText } from '../../../../src/core/resume/previewText';
import { sidecarCandidates } from '../../../../src/core/resume/sidecars';
import { approved, ended, handoff, left, plan, run, step } from '../mapValues';
import { after, scopeOf, sidecar, viewOf } from './finds';

describe('the resume preview as a page', () => {
  it('says where, why, what was found and what is not as it was', () => {
    const first = step('01', 'complete', { handoff: handoff('complete') });
    const of = plan([first, step('02', 'pending'), step('03', 'pending')], {
      title: 'Fetch *it*',
    });
    const view = viewOf(of, [left(ended('01', 'complete', { approved })), left(run('02'))]);
    const candidates = [
      ...recordCandidates([after('01'), after('02', { outcome: 'stopped' })], scopeOf(of)),
      ...damagedCandidates([{ place: '/d/x.json', why: 'bad_json' }]),
      ...planCandidates(of),
    ];
    const git = {
      branch: 'main',
      dirty: [{ path: 'a b.ts', what: 'untracked' as const }],
      lockfiles: [],
      history: { kind: 'forward' as const, commits: 1, subjects: ['Add <b>'], shortstat: '' },
    };
    const found = { hashes: new Map(), goneWorktrees: [], env: [], git };
    const text = previewText(preview(view, position(view, candidates, []), found, ['git took too long.']));
    assert.equal(
      text,
      `# Resume of Fetch \\*it\\*

**Step 02 Step 02** is next: its run goes on where it stands.

## Steps

- **finished** 01 Step 01: approved by Ada, says the journal
- **halted** 02 Step 02: begun and not finished, says the journal: nobody drives its run any more
- **open** 03 Step 03: not begun

## Last checkpoint

- after step 01 (aaaaaaaaaaaa), 2026-01-01 10:10:00 UTC, from: checkpoint record. It comes from the strongest source that was found.

## What is not as it was

- **Uncommitted changes** (\`dirty_tree\`, ask): Uncommitted: 1 of your own. They are kept. Commit or stash your own; a stopped run goes on with what it left, or roll back to before it.
  - a b.ts
- **New commits since the checkpoint** (\`head_moved_forward\`, note): 1 commit, the latest: Add \\<b>. They are kept; the run goes on from here.

## Everything that was found

- after step 02 (aaaaaaaaaaaa), 2026-01-01 10:10:00 UTC, from: checkpoint record: no: it is not of a finished step
- after step 01 (aaaaaaaaaaaa), 2026-01-01 10:10:00 UTC, from: checkpoint record: counts
- /d/x.json, from: checkpoint record: no: it is not JSON
- Step 01, from: the plan's own marks: counts

## What could not be looked at

- git took too long.
`,
    );
  });

  it('asks before it takes the word of another tool, and lists only some of many', () => {
    const steps = Array.from({ length: 30 }, (_, at) => step(String(at + 1).padStart(2, '0'), 'pending'));
    const of = plan(steps);
    const view = viewOf(of);
    const candidates = sidecarCandidates(
      steps.map((_, at) =>
        sidecar(at, { milestone_title: steps[at]?.title, sha: String(at).padStart(40, '0') }),
      ),
      of,
      new Set(),
    );
    const found = { hashes: new Map(), goneWorktrees: [], env: [] };
    const text = previewText(preview(view, position(view, candidates, []), found, []));
    assert.match(text, /^- None was found, so the steps above rest on journals and on the plan\.$/m);
    assert.match(
      text,
      /^- Not counted until you confirm it: Step 30 .*that step 30 of the plan is finished, with all before it\. Another tool wrote it, of its run 20260104035601\.$/m,
    );
    assert.match(text, /^- and 10 more$/m);
  });

  it('says when nothing is left, and when there never was anything', () => {
    const found = { hashes: new Map(), goneWorktrees: [], env: [] };
    const page = (of: ReturnType<typeof plan>) => {
      const view = viewOf(of);
      return previewText(preview(view, position(view, planCandidates(of), []), found, []));
    };
    assert.match(page(plan([step('01', 'complete')])), /Nothing is left to do: every step is finished\./);
    assert.match(page(plan([])), /The plan has no steps\./);
  });
});
