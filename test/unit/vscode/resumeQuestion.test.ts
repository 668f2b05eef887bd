import assert from 'node:assert/strict';
import type { Drift } from '../../../src/core/resume/drift';
import { resumeQuestion } from '../../../src/vscode/resumeQuestion';
import { run, stageRun } from '../core/mapValues';
import { english } from './english';

const { header } = run('02');

const branch: Drift = {
  class: 'branch_changed',
  action: 'ask',
  details: 'The checkpoint was taken on main; this is topic.',
};
const dirty: Drift = {
  class: 'dirty_tree',
  action: 'ask',
  details: 'Uncommitted: 7 of your own.',
  paths: ['1', '2', '3', '4', '5', '6', '$(x)'],
};
const forward: Drift = { class: 'head_moved_forward', action: 'note', details: '1 commit.' };

describe('the question before a run goes on', () => {
  it('is not asked where nothing is to be decided', () => {
    assert.equal(resumeQuestion(header, [], english), undefined);
    assert.equal(resumeQuestion(header, [forward], english), undefined);
  });

  it('tells everything that a person decides about, and what can be done', () => {
    assert.deepEqual(resumeQuestion(header, [branch, forward, dirty], english), {
      message: 'Not everything is as it was. Resume step 02 Step 02 all the same?',
      detail: [
        'Another branch. The checkpoint was taken on main; this is topic. Switch to the branch of the checkpoint, or resume on this one if that is meant.',
        'Uncommitted changes. Uncommitted: 7 of your own. They are kept. Commit or stash your own; a stopped run goes on with what it left, or roll back to before it. (1, 2, 3, 4, 5 and 2 more)',
      ].join('\n\n'),
    });
  });

  it('leaves the branch to the run of a stage that asks about it by itself', () => {
    const whole = stageRun('01').header;
    const ofRenn = { ...whole, plan: { ...whole.plan, format: 'renn' } };
    assert.equal(resumeQuestion(ofRenn, [branch, forward], english), undefined);
    assert.match(resumeQuestion(ofRenn, [branch, dirty], english)?.detail ?? '', /^Uncommitted changes\./);
    assert.match(resumeQuestion(whole, [branch], english)?.detail ?? '', /^Another branch\./);
  });
});
