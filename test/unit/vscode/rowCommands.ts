import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RowCommand {
  readonly command: string;
  /** What it looks for in a row's `context`. */
  readonly token: RegExp;
  readonly group: string;
}

/** The commands in the menus of the Stage Map's rows, as package.json has them. */
export function rowCommands(): RowCommand[] {
  const manifest = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as {
    contributes: { menus: Record<string, { command: string; when: string; group: string }[]> };
  };
  const entries = manifest.contributes.menus['view/item/context'] ?? [];
  return entries
    .filter(({ when }) => when.startsWith('view == stageRunner.stageMap &&'))
    .map(({ command, when, group }) => {
      const [, token] = /viewItem =~ \/(.+?)\/(?: |$)/.exec(when) ?? [];
      assert.ok(token, when);
      return { command, token: new RegExp(token), group };
    });
}
