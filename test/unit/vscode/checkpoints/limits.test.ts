import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { limitsOf } from '../../../../src/vscode/checkpoints/limits';

interface Declared {
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
}

describe('the settings of checkpoints', () => {
  for (const [size, prefix, expected] of [
    [5, 'cp', '5 cp'],
    [0.5, '  cp ', '0.5 cp'],
    [undefined, undefined, '10 '],
    ['5', 5, '10 '],
    [null, null, '10 '],
    [NaN, {}, '10 '],
    [{}, ['cp'], '10 '],
    [0, '', '0.1 '],
    [-1, '', '0.1 '],
    [1e9, '', '1000 '],
  ] as const)
    it(`${JSON.stringify([size, prefix])}: ${expected}`, () => {
      const { maxFileSize, tagPrefix } = limitsOf(size, prefix);
      assert.equal(`${maxFileSize} ${tagPrefix}`, expected);
    });

  it('have the range that package.json declares', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { configuration: { properties: Record<string, Declared> } };
    };
    const declared = contributes.configuration.properties['stageRunner.checkpoints.maxFileSize'];
    const [usual, least, most] = [undefined, 0, Infinity].map((size) => limitsOf(size, '').maxFileSize);
    assert.deepEqual([usual, least, most], [declared?.default, declared?.minimum, declared?.maximum]);
  });
});
