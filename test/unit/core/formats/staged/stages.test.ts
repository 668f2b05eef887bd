import assert from 'node:assert/strict';
import { join } from 'node:path';
import { gsd } from '../../../../../src/core/formats/gsd';
import type { Digested } from '../../../../../src/core/formats/format';
import type { StagedDigest, StagedSource } from '../../../../../src/core/formats/staged/digests';
import { stepsOf, type Plan } from '../../../../../src/core/plan';
import type { Problem } from '../../../../../src/core/problem';
import { inMemory, stagedText } from './text';

const FILES = {
  'ROADMAP.md': '- [x] **Phase 1: One**\n',
  'phases/01-a/01-01-PLAN.md': '',
  'phases/01-a/01-01-SUMMARY.md': '',
  'phases/02-b/02-01-PLAN.md': '---\ndepends_on: ["01-01"]\n---\n',
  'phases/03-c/03-01-PLAN.md': '',
  'quick/1-fix/1-PLAN.md': '',
};

/** What was handed in before, with other values of some of its parts; the same map of digests, as while a plan is open. */
class Open {
  private source: StagedSource = inMemory('gsd', FILES).source;
  private readonly digests = new Map(this.source.digests);

  read(change: Partial<StagedSource> = {}): Plan {
    this.source = { ...this.source, digests: this.digests, ...change };
    return gsd.read(this.source);
  }

  digest(name: string, text: string): void {
    const digest = gsd.digest?.of(name, { text, modified: 0 });
    assert.ok(digest);
    this.digests.set(name, { digest, modified: 0 } satisfies Digested<StagedDigest>);
  }

  listing(change: (names: readonly string[]) => readonly string[]): { readonly listing: readonly string[] } {
    return { listing: [...change(this.source.listing)].sort() };
  }
}

/** The keys of the stages that are other objects than before. */
function changed(before: Plan, now: Plan): string[] {
  return now.stages.filter((stage) => !before.stages.includes(stage)).map(({ key }) => key);
}

describe('staged: a stage is assembled again only when something that it rests on changed', () => {
  it('nothing', () => {
    const open = new Open();
    assert.deepEqual(changed(open.read(), open.read()), []);
  });

  it('a plan file: its own stage', () => {
    const open = new Open();
    const before = open.read();
    // A sentence: what names the step goes on after it.
    open.digest('phases/03-c/03-01-PLAN.md', '<objective>\nThree walls.\n</objective>\n');
    const now = open.read();
    assert.deepEqual(changed(before, now), ['03-c']);
    assert.equal(now.stages[2]?.steps[0]?.title, 'Three walls');
  });

  it('a summary that goes: its own stage and the one that waits for it', () => {
    const open = new Open();
    const before = open.read();
    const gone = open.listing((names) => names.filter((name) => !name.endsWith('SUMMARY.md')));
    const now = open.read(gone);
    assert.deepEqual(changed(before, now), ['01-a', '02-b', 'quick']);
    assert.equal(now.stages[1]?.steps[0]?.dependsOn[0]?.satisfied, false);
  });

  it('a new stage: itself and what may mean it', () => {
    const open = new Open();
    const before = open.read();
    open.digest('phases/04-d/04-01-PLAN.md', '');
    const now = open.read(open.listing((names) => [...names, 'phases/04-d/', 'phases/04-d/04-01-PLAN.md']));
    assert.deepEqual(
      now.stages.map(({ key }) => key),
      ['01-a', '02-b', '03-c', '04-d', 'quick'],
    );
    assert.ok(changed(before, now).includes('04-d'));
  });

  it('the same whether or not it was prepared in pieces', () => {
    const { source } = inMemory('gsd', FILES);
    const pieces = gsd.prepare?.(source);
    let taken = 0;
    while (pieces?.next().done === false) taken += 1;
    assert.equal(taken, 3);
    assert.deepEqual(gsd.read(source), gsd.read(inMemory('gsd', FILES).source));
  });
});

describe('staged: after few changes the plan is what it would be if it was read anew', () => {
  const plan = 'phases/03-c/03-01-PLAN.md';
  const recap = 'phases/01-a/01-01-SUMMARY.md';
  const changes: readonly (readonly [string, string, string])[] = [
    ['a dependency comes', plan, '---\ndepends_on: ["02-01", "01-01"]\n---\n'],
    ['what the new dependency waits for is blocked', recap, '---\nstatus: blocked\n---\n'],
    ['it is not any more', recap, ''],
    ['another wave', 'phases/01-a/01-01-PLAN.md', '---\nwave: 4\n---\n'],
    ['a quick task', 'quick/1-fix/1-PLAN.md', '# Fix it\n'],
    ['no dependency', plan, ''],
  ];

  it('change by change', () => {
    const open = new Open();
    open.read();
    const texts: Record<string, string> = { ...FILES };
    for (const [name, file, text] of changes) {
      texts[file] = text;
      open.digest(file, text);
      const now = open.read({ changed: new Set([file]) });
      assert.deepEqual(now, gsd.read(inMemory('gsd', texts).source), name);
    }
  });

  it('an overview is no few changes', () => {
    const open = new Open();
    open.read();
    const overview = 'ROADMAP.md';
    const texts = { ...FILES, [overview]: '- [ ] **Phase 2: Two**\n' };
    const { source } = inMemory('gsd', texts);
    const now = open.read({ files: source.files, changed: new Set([overview]) });
    assert.deepEqual(now, gsd.read(source));
  });
});

describe('staged: what went wrong with a file is told where it belongs', () => {
  const start = { line: 0, character: 0 };
  const problem = (name: string): Problem => ({
    code: 'read-failed',
    severity: 'warning',
    file: join('/w/app/.planning', name),
    range: { start, end: start },
    message: 'It cannot be read.',
  });

  it('nothing is known of a step whose file could never be read', () => {
    const problems = ['02-b/02-01', '03-c/03-01'].map((name) => problem(`phases/${name}-PLAN.md`));
    const { source } = inMemory('gsd', FILES);
    const digests = new Map([...source.digests].filter(([name]) => name !== 'phases/02-b/02-01-PLAN.md'));
    const plan = gsd.read({ ...source, digests, problems });
    assert.deepEqual(
      stepsOf(plan).flatMap(({ key, unread }) => (unread ? key : [])),
      ['02-b/02-01-PLAN'],
    );
  });

  it('at its step, its stage or the plan', () => {
    const names = ['phases/01-a/01-01-PLAN.md', 'phases/02-b', 'ROADMAP.md', 'quick/1-fix/1-PLAN.md'];
    const plan = new Open().read({ problems: names.map(problem) });
    const lines = stagedText(plan).filter((line) => line.includes('read-failed'));
    assert.deepEqual(lines, [
      '    warning read-failed phases/01-a/01-01-PLAN.md',
      '  warning read-failed phases/02-b',
      '    warning read-failed quick/1-fix/1-PLAN.md',
      'warning read-failed ROADMAP.md',
    ]);
  });
});
