import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BUILTIN_ROUTES } from '../../../../src/core/protocol/builtins';

const PAGE = resolve(__dirname, '../../../../docs/protocols.md');

it('every built-in action is in the documents, with where it may lead', () => {
  const [, table = ''] = readFileSync(PAGE, 'utf8').split('\n## Built-in actions\n');
  const rows = table.match(/^\| `\w+` \| (?:only its own `next`|`\w+`(?:, `\w+`)*) \|$/gm);
  const expected = Object.entries(BUILTIN_ROUTES).map(([action, ways]) => {
    const said = ways.length === 0 ? 'only its own `next`' : ways.map((way) => `\`${way}\``).join(', ');
    return `| \`${action}\` | ${said} |`;
  });
  assert.deepEqual(rows, expected);
});
