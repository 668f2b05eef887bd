import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { stepsOf } from '../../../../src/core/plan';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../../../src/node/plans/defaults';
import { PlanScanner, type PlanScannerOptions } from '../../../../src/node/plans/scanner';
import { LOG, logOf, REPORT, reportOf } from '../../core/formats/okstra/text';
import { Tree } from './tree';

let tree: Tree;

/** Git ignores a tool's own folder mostly. */
function scannerOf(options: Partial<PlanScannerOptions> = {}): PlanScanner {
  const isIgnored = (paths: readonly string[]): Promise<Set<string>> =>
    Promise.resolve(new Set(paths.filter((path) => /\.okstra|\.project-docs/.test(path))));
  const defaults = { folders: [tree.path], include: DEFAULT_INCLUDE, exclude: DEFAULT_EXCLUDE, isIgnored };
  return new PlanScanner({ ...defaults, ...options });
}

/** Every plan as its root and its stages with their marks and sidecars. */
function shown(plans: Awaited<ReturnType<PlanScanner['scan']>>): string[] {
  return plans.map((plan) => {
    const steps = stepsOf(plan).map(
      ({ key, mark, handoff }) => `${key} ${mark}${handoff ? ` ${relative(plan.root, handoff.file)}` : ''}`,
    );
    return `${plan.format} ${relative(tree.path, plan.root)}: ${steps.join(', ')}`;
  });
}

const ONE = reportOf([{ number: 1 }]);
const DONE = logOf({ stage: 1, status: 'done' });

describe('PlanScanner: the folders of okstra', () => {
  afterEach(() => tree.remove());

  it('are found wherever the reports lie below them, and nowhere else', async () => {
    tree = await Tree.make({
      [`.okstra/net/dev-1/${REPORT}`]: ONE,
      [`.okstra/net/dev-2/${REPORT}`]: ONE,
      [`packages/app/.okstra/${REPORT}`]: ONE,
      [`packages/old/.project-docs/okstra/a/b/c/${REPORT}`]: ONE,
      [`docs/${REPORT}`]: ONE,
      '.okstra/project.json': '{}',
      '.okstra/net/dev-3/runs/error-analysis/reports/final-report-error-analysis-001.md': ONE,
    });
    assert.deepEqual(shown(await scannerOf().scan()), [
      'okstra .okstra/net/dev-1: 1 pending',
      'okstra .okstra/net/dev-2: 1 pending',
      'okstra packages/app/.okstra: 1 pending',
      'okstra packages/old/.project-docs/okstra/a/b/c: 1 pending',
    ]);
  });

  it('have sidecars in runs of either name', async () => {
    const carry = ['runs/implementation/carry/stage-1.json', 'runs/demo/net/dev-1/carry/stage-1.json'];
    for (const name of carry) {
      tree = await Tree.make({
        [`.okstra/x/${REPORT}`]: ONE,
        [`.okstra/x/${LOG}`]: DONE,
        [`.okstra/x/${name}`]: '{}',
      });
      assert.deepEqual(shown(await scannerOf().scan()), [`okstra .okstra/x: 1 complete ${name}`]);
      if (name !== carry.at(-1)) await tree.remove();
    }
  });

  it('follow the log, sidecars and newer reports', async () => {
    const newer = `.okstra/x/${REPORT.replace('001', '002')}`;
    tree = await Tree.make({ [`.okstra/x/${REPORT}`]: ONE, [`.okstra/x/${LOG}`]: '' });
    const scanner = scannerOf();
    await scanner.scan();
    const after = async (files: Readonly<Record<string, string>>): Promise<string[]> => {
      await tree.write(files);
      for (const name of Object.keys(files)) await scanner.changed([tree.at(name)]);
      return shown(scanner.plans);
    };
    assert.deepEqual(await after({ [`.okstra/x/${LOG}`]: DONE }), ['okstra .okstra/x: 1 complete']);
    assert.deepEqual(await after({ '.okstra/x/runs/implementation/carry/stage-1.json': '{}' }), [
      'okstra .okstra/x: 1 complete runs/implementation/carry/stage-1.json',
    ]);
    assert.deepEqual(await after({ [newer]: reportOf([{ number: 1 }, { number: 2 }]) }), [
      'okstra .okstra/x: 1 complete runs/implementation/carry/stage-1.json, 2 pending',
    ]);
    assert.deepEqual(await after({ [newer]: '# No stages' }), [
      'okstra .okstra/x: 1 complete runs/implementation/carry/stage-1.json',
    ]);
    await rm(tree.at(`.okstra/x/${REPORT}`));
    await rm(tree.at(newer));
    await scanner.changed([tree.at('.okstra/x')]);
    assert.deepEqual(shown(await scanner.scan()), []);
  });
});
