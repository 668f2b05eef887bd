import assert from 'node:assert/strict';
import { PLAN_FORMATS } from '../../../../src/core/formats/index';
import { read, stagedText } from './staged/text';

describe('.gsd: two unrelated layouts', () => {
  const cases: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ['milestones of GSD-2', ['milestones/', 'milestones/M001/'], 'gsd2'],
    ['milestones of GSD-2 with an id', ['gsd.db', 'milestones/', 'milestones/M001-xij4rf/'], 'gsd2'],
    ['phases of Antigravity', ['ROADMAP.md', 'phases/', 'phases/1/'], 'gsd-antigravity'],
    ['both: the database decides', ['STATE.md', 'milestones/', 'milestones/M001/', 'phases/'], 'gsd2'],
    ['neither', ['notes/', 'extensions/'], undefined],
  ];
  for (const [name, listing, expected] of cases) {
    it(name, () => {
      const found = PLAN_FORMATS.find(
        (format) => format.looksIn?.('app/.gsd') === true && format.recognises(listing),
      );
      assert.equal(found?.id, expected);
    });
  }
});

describe('gsd2: slices and tasks', () => {
  const files = {
    'gsd.db': '',
    'milestones/M001/M001-ROADMAP.md':
      '# M001: First light\n\n## Slices\n\n- [x] **S01: Model** `risk:high` `depends:[]`\n- [ ] **S02: View** `depends:[S01]`\n',
    'milestones/M001/slices/S01/S01-PLAN.md':
      '# S01\n\n- [x] **T01: Types** `est:30m`\n- [ ] **T02: Store**\n- [x] **T03: Lost**\n',
    'milestones/M001/slices/S01/S01-UAT.md': '',
    'milestones/M001/slices/S01/tasks/T01-PLAN.md': '',
    'milestones/M001/slices/S01/tasks/T01-SUMMARY.md': '',
    'milestones/M001/slices/S01/tasks/T04-PLAN.md': '',
  };

  it('each once, from the lists and the folders', () => {
    assert.deepEqual(stagedText(read('gsd2', files)), [
      'hint: The database of GSD-2 is what counts; these files only follow it. (no age)',
      'S01 Model: in M001 First light',
      '  overview: [x] = complete',
      '  T01 Types [complete] <- T01-SUMMARY.md complete',
      '    overview: [x] = complete',
      '  T02 Store [pending]',
      '    overview: [ ] = pending',
      '  T03 Lost [pending]',
      '    overview: [x] = complete',
      '  T04 T04 [pending]',
      'S02 View: no folder, in M001 First light',
      '  overview: [ ] = pending',
    ]);
  });

  it('is only shown', () => {
    assert.equal(read('gsd2', files).readOnly, true);
  });
});

describe('gsd-antigravity: the same words in another place', () => {
  it('plans named by phase and number, or by number alone', () => {
    const plan = read('gsd-antigravity', {
      'ROADMAP.md':
        '### Phase 1: Foundation\n**Status:** ✅ Complete\n\n- [x] Plan 1.1: Scaffold\n\n### Phase 3: Polish\n',
      'phases/1/1.1-PLAN.md': '---\nphase: 1\nplan: 1\nwave: 1\n---\n# Plan 1.1: Scaffold\n',
      'phases/1/1.1-SUMMARY.md': 'Done.',
      'phases/1/1.2-PLAN.md': '---\nphase: 1\nplan: 2\nwave: 2\ndepends_on: ["1.1"]\n---\n# Plan 1.2: Auth\n',
      'phases/3/1-PLAN.md': '# Colours\n',
    });
    assert.equal(plan.readOnly, true);
    assert.deepEqual(stagedText(plan), [
      '1 Foundation',
      '  overview: ✅ Complete = complete',
      '  1.1 Plan 1.1: Scaffold [complete] <- 1.1-SUMMARY.md complete',
      '    overview: [x] = complete',
      '  1.2 Plan 1.2: Auth [pending]',
      '    needs 1.1: satisfied',
      '3 Polish',
      '  1 Colours [pending]',
    ]);
  });
});
