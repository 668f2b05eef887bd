import assert from 'node:assert/strict';
import { posix } from 'node:path';
import {
  addressOf,
  linkToRun,
  readDocumentAddress,
  type DocumentAddress,
} from '../../../src/vscode/documentAddress';

const run = { kind: 'run', folder: '/w', run: 'r1' } as const;
const gate = { kind: 'gate', folder: '/w', run: 'r1', gate: 'g1' } as const;
const all: readonly DocumentAddress[] = [
  run,
  gate,
  { kind: 'report', plan: 'p' },
  { kind: 'resume', plan: 'p' },
  { kind: 'dryRun', plan: 'p', stage: 'stage2' },
  { kind: 'dryRun', plan: 'p', stage: '', steps: ['PROMPT_09', 'PROMPT_11'] },
];

describe('addresses of documents made from records', () => {
  for (const address of all)
    it(`are read as they were made: ${address.kind}`, () => {
      const parts = addressOf(address, 'Run of 01 a/b');
      assert.deepEqual(readDocumentAddress(parts, ['/v', '/w']), address);
      assert.equal(posix.basename(parts.path), 'Run of 01 a-b.md');
    });

  it('lead from the page of one run to that of another', () => {
    const { path, query } = addressOf(run, 'Run of phase 01');
    const link = linkToRun('r2', "Run of (01) 'a/b' #1?");
    assert.match(link, /^[-\w./%]+$/);
    const target = posix.join(posix.dirname(path), decodeURIComponent(link));
    assert.equal(target, "/r2/Run of (01) 'a-b' #1?.md");
    assert.deepEqual(readDocumentAddress({ path: target, query }, ['/w']), { ...run, run: 'r2' });
  });

  const inRun = '/r1/Run.md';
  for (const [name, query, path] of [
    ['nothing', '', inRun],
    ['what is no JSON', '{', inRun],
    ['null', 'null', inRun],
    ['a list', '[]', inRun],
    ['another kind', JSON.stringify({ ...run, kind: 'file' }), inRun],
    ['a run without a name', JSON.stringify(run), '/Run.md'],
    ['a run with an empty name', JSON.stringify(run), '//Run.md'],
    ['a run deeper down', JSON.stringify(run), '/a/r1/Run.md'],
    ['a gate without a name', JSON.stringify({ ...gate, gate: undefined }), inRun],
    ['a dry run without a stage', JSON.stringify({ kind: 'dryRun', plan: 'p' }), '/Dry.md'],
    [
      'a dry run of what are no steps',
      JSON.stringify({ kind: 'dryRun', plan: 'p', stage: '', steps: 'PROMPT_09' }),
      '/Dry.md',
    ],
    ['a page without a plan', JSON.stringify({ kind: 'report', plan: 1 }), '/Report.md'],
    ['a folder that is not of the workspace', JSON.stringify({ ...run, folder: '/elsewhere' }), inRun],
  ] as const)
    it(`are not ${name}`, () => {
      assert.equal(readDocumentAddress({ path, query }, ['/v', '/w']), undefined);
    });

  it('give nothing on that was not asked for', () => {
    const query = JSON.stringify({ ...run, gate: 'g1', other: true });
    assert.deepEqual(readDocumentAddress({ path: inRun, query }, ['/w']), run);
  });
});
