import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { DEFAULT_SETTINGS } from '../../src/core/formats/prompts/run/settings';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../src/node/plans/defaults';

const root = join(__dirname, '..', '..');

function json(file: string): unknown {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

interface Manifest {
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: string[] } };
  readonly contributes: {
    readonly commands: readonly { command: string; category: string; title: string }[];
    readonly menus: Readonly<Record<string, readonly { command: string; when?: string; group?: string }[]>>;
    readonly configuration: {
      readonly properties: Readonly<Record<string, { scope?: string; default?: unknown }>>;
    };
  };
}

const manifest = json('package.json') as Manifest;
const { commands, menus, configuration } = manifest.contributes;

describe('the manifest', () => {
  it('has a text for every key, and no text without one', () => {
    const used = readFileSync(join(root, 'package.json'), 'utf8').match(/(?<=%)[a-z][\w.]+(?=%)/gi) ?? [];
    assert.deepEqual(Object.keys(json('package.nls.json') as object).sort(), [...new Set(used)].sort());
  });

  it('puts only its own commands into menus, all in one category', () => {
    const known = new Set(commands.map(({ command }) => command));
    for (const entry of Object.values(menus).flat()) assert.ok(known.has(entry.command), entry.command);
    assert.deepEqual([...new Set(commands.map(({ category }) => category))], ['Stage Runner']);
  });

  it('keeps the title bar and the rows short', () => {
    const shown = (menus['view/title'] ?? []).filter(({ group }) => group?.startsWith('navigation'));
    const places = shown.map(({ when, group }) => `${/view == (\S+)/.exec(when ?? '')?.[1]} ${group}`);
    // Two commands in one place are never shown at once.
    assert.equal(new Set(places).size, 4, places.join('\n'));
    const groups = (menus['view/item/context'] ?? []).map(({ group = '' }) => group);
    assert.ok(groups.filter((group) => group === 'inline@1').length > 0);
    assert.ok(groups.every((group) => !group.startsWith('inline') || /@[12]$/.test(group)));
    assert.equal(groups.at(-1), '9_danger@1');
  });

  it('takes settings that name programs, commands or paths from no untrusted workspace', () => {
    const names = Object.entries(configuration.properties)
      .filter(([, { scope }]) => scope === 'machine' || scope === 'machine-overridable')
      .map(([name]) => name);
    assert.deepEqual(
      [...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort(),
      names.sort(),
    );
  });

  it('searches where the scanner does by default', () => {
    assert.deepEqual(configuration.properties['stageRunner.plans.include']?.default, DEFAULT_INCLUDE);
    assert.deepEqual(configuration.properties['stageRunner.plans.exclude']?.default, DEFAULT_EXCLUDE);
  });

  it('has the settings of prompts that a run has without any', () => {
    const of = (name: string): unknown => configuration.properties[`stageRunner.prompts.${name}`]?.default;
    assert.deepEqual(
      {
        batchSize: of('batchSize'),
        commitMode: of('commitMode'),
        sensitive: of('sensitive'),
        limits: { lines: of('maxChangedLines'), files: of('maxChangedFiles') },
      },
      DEFAULT_SETTINGS,
    );
  });

  it('has every string of the code in the bundle for translators', async function () {
    this.timeout(30_000);
    const files = ['src/extension.ts', ...sources('src/vscode')];
    const contents = files.map((file) => ({
      contents: readFileSync(join(root, file), 'utf8'),
      extension: '.ts' as const,
    }));
    const current = await getL10nJson(contents);
    assert.deepEqual(
      json('l10n/bundle.l10n.json'),
      current,
      'Run npx vscode-l10n-dev export -o l10n src/extension.ts src/vscode',
    );
    for (const [index, { contents: text }] of contents.entries()) {
      for (const [, message = ''] of text.matchAll(/\bl10n\s*\.t\(\s*'((?:[^'\\]|\\.)*)'/g)) {
        const written = message.replaceAll("\\'", "'").replaceAll('\\n', '\n');
        assert.ok(
          written in current,
          `${files[index] ?? ''}: "${written}" is not found by the export; import a type from 'vscode' there`,
        );
      }
    }
  });
});

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}
