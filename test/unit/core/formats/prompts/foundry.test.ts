import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stageMap } from '../../../../../src/core/stageMap';
import { renderMap } from '../../stageMapText';
import { problemsText, read } from './text';

const SAMPLE = resolve('..', 'shared', 'samples', 'foundry', '.prompts');

/** The sample's texts by their names. */
function sample(): Record<string, string> {
  const entries = readdirSync(SAMPLE, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(SAMPLE.length + 1));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(SAMPLE, name), 'utf8')]));
}

describe('prompts: a sample of the format', () => {
  before(function () {
    if (existsSync(SAMPLE)) return;
    if (this.test?.parent) this.test.parent.title += ' (absent: ../shared/samples/foundry)';
    this.skip();
  });

  it('on the map', () => {
    const map = renderMap(stageMap({ plans: [read(sample(), { commits: [] })], runs: [], statusLog: [] }));
    const statuses = map.split('\n').filter((line) => /^\S|^ {2}\S|^ {4}[0-9P]/.test(line));
    assert.deepEqual(statuses, [
      '.prompts 1/4, next 01',
      '  Stage 1 0/1',
      '    00 You are building a small CLI.: skippedByTool',
      '    01 Scaffold the CLI and a README.: ready',
      '  Stage 2 1/3',
      '    02 Hardening task 1: done',
      '    03 Hardening task 2: ready',
      '    04 Hardening task 3: ready',
      '  Other prompts 0/0',
      '    PROMPT_META_RUNNER PROMPT META RUNNER: skippedByTool',
    ]);
  });

  it('has one name for which the tool refuses the folder, and no other problem', () => {
    const codes = problemsText(read(sample())).map((line) => line.split(' ').slice(0, 3).join(' '));
    assert.deepEqual(codes, ['warning prompts-name-unparseable PROMPT_META_RUNNER.txt:0']);
  });
});
