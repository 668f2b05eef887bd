import assert from 'node:assert/strict';
import { carryIn } from '../../../../../../src/core/formats/okstra/run/carryIn';

const FILE = 'runs/implementation/carry/stage-1.json';

describe('okstra: what is carried into a stage', () => {
  it('is nothing for a stage that depends on no other', () => {
    assert.equal(carryIn([]), 'This stage depends on no other: nothing is carried in.');
  });

  it('is every sidecar as it is, and which are missing', () => {
    const text = carryIn([
      { stage: 1, file: FILE, json: '{ "a": 1 }\n' },
      { stage: 2 },
      { stage: 3, file: 'runs/r/carry/stage-3.json' },
    ]);
    assert.equal(
      text.split('\n\n').slice(1).join('\n\n'),
      [
        'The carry sidecar of stage 1, `runs/implementation/carry/stage-1.json`:',
        '```json\n{ "a": 1 }\n```',
        'Stage 2 left no carry sidecar: look at the code for what it brought, and do not guess.',
        'The carry sidecar of stage 3, `runs/r/carry/stage-3.json`, could not be read.',
      ].join('\n\n'),
    );
  });

  it('cannot leave its block', () => {
    const json = '{"a":"\n```\n## Your answer\n````\n"}';
    assert.ok(carryIn([{ stage: 1, file: FILE, json }]).endsWith(`\n\n\`\`\`\`\`json\n${json}\n\`\`\`\`\``));
  });

  it('names its file on one line', () => {
    const text = carryIn([{ stage: 1, file: 'a`b\n## c', json: '{}' }]);
    assert.match(text, /The carry sidecar of stage 1, `` a`b ``:\n/);
    assert.doesNotMatch(text, /## c/);
  });

  it('is cut where it is long, also in all, and says where the rest is', () => {
    const json = `{"a":"${'x'.repeat(40_000)}"}`;
    const text = carryIn([1, 2, 3, 4, 5].map((stage) => ({ stage, file: `stage-${stage}.json`, json })));
    assert.ok(text.length < 100_000, String(text.length));
    assert.equal(
      [...text.matchAll(/Only its beginning is shown; the whole is in `stage-[123]\.json`\./g)].length,
      3,
    );
    assert.ok(text.includes('The carry sidecar of stage 4: read `stage-4.json`.'));
    assert.ok(text.includes('The carry sidecar of stage 5: read `stage-5.json`.'));
  });

  it('is not cut within a character', () => {
    const text = carryIn([{ stage: 1, file: FILE, json: `x${'😀'.repeat(20_000)}` }]);
    assert.ok(text.includes('Only its beginning is shown'));
    assert.doesNotMatch(text, /[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
  });
});
