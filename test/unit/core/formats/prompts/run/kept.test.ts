import assert from 'node:assert/strict';
import { keptText, readKept, type KeptChanges } from '../../../../../../src/core/formats/prompts/run/kept';
import {
  DEFAULT_SETTINGS,
  settingsIn,
  settingVariables,
} from '../../../../../../src/core/formats/prompts/run/settings';

const KEPT: KeptChanges = {
  before: 'a'.repeat(40),
  after: 'b'.repeat(64),
  size: { files: [{ path: 'x y', lines: { added: 3, deleted: 1 } }, { path: 'a.png' }], lines: 4 },
};

describe('prompts: what is kept of the changes of one', () => {
  it('is read as it was written', () => {
    assert.deepEqual(readKept(keptText(KEPT)), KEPT);
  });

  for (const [name, text] of [
    ['no JSON', '{'],
    ['a newer version', keptText(KEPT).replace('"schema_version": 1', '"schema_version": 2')],
    ['an option in the place of a tree', keptText(KEPT).replace('a'.repeat(40), '--output=x')],
    ['no tree', keptText(KEPT).replace('"after"', '"later"')],
  ] as const)
    it(`is not known from ${name}`, () => {
      assert.equal(readKept(text), undefined);
    });

  it('counts no lines that are no numbers', () => {
    const text = keptText(KEPT).replace('"added": 3', '"added": -3');
    assert.deepEqual(readKept(text)?.size, { files: [{ path: 'x y' }, { path: 'a.png' }], lines: 0 });
  });
});

describe('prompts: the settings that a run keeps', () => {
  it('are those that it began with', () => {
    const settings = { ...DEFAULT_SETTINGS, batchSize: 5, commitMode: 'commit', sensitive: [] } as const;
    assert.deepEqual(settingsIn(settingVariables(settings)), settings);
  });

  it('are the usual ones where a state has something else', () => {
    const odd = {
      batch_size: 0,
      commit_mode: 'all',
      sensitive_globs: '*',
      max_changed_lines: '9',
      max_changed_files: 1.5,
    };
    assert.deepEqual(settingsIn(odd), DEFAULT_SETTINGS);
    assert.deepEqual(settingsIn({}), DEFAULT_SETTINGS);
  });
});
