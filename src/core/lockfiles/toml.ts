/**
 * Cargo.lock, poetry.lock and uv.lock: of TOML only the lines that these tools write, each of which says one thing.
 * A text with any other line is not read.
 */
import type { Package, Reading } from './package';

type Tool = 'cargo' | 'poetry' | 'uv';

interface Table {
  readonly name?: string;
  readonly version?: string;
  /** As a package has it: a text (Cargo), a table in one line (uv) or a table of its own (Poetry). */
  readonly source: string;
  /** What it names among its own requirements (uv). */
  readonly asks: readonly string[];
}

/** A table's head, a setting, the inside and the end of a list, a comment, nothing. */
const LINE = /^(?:\[.*\]$|[\w."'-]+ = |"[^"]*" = |\s|[\]}#]|$)/;

export const readCargo = (text: string) => readTables(text, 'cargo');
export const readPoetry = (text: string) => readTables(text, 'poetry');
export const readUv = (text: string) => readTables(text, 'uv');

function readTables(text: string, tool: Tool): Reading {
  const lines = text.split(/\r?\n/);
  const odd = lines.findIndex((line) => !LINE.test(line) || /"""|= '''/.test(line));
  if (odd >= 0) return { problem: `line ${odd + 1} is none that this tool writes` };
  const tables = text
    .split(/^\[\[package\]\]\r?$/m)
    .slice(1)
    .map((block) => tableOf(block, tool));
  const nameless = tables.find(
    ({ name, version, source }) => !name || (!version && !LOCAL[tool].test(source)),
  );
  if (nameless)
    return { problem: `a package has no name or no version: ${nameless.name?.slice(0, 80) ?? '?'}` };
  const asked = new Set(tables.filter(({ source }) => LOCAL[tool].test(source)).flatMap(({ asks }) => asks));
  const packages = tables
    .filter(({ source }) => !LOCAL[tool].test(source))
    .map(({ name = '', version = '', source }): Package => ({
      name,
      version,
      ...(!REGISTRY[tool].test(source) && { source }),
      ...(tool === 'uv' && { direct: asked.has(name) }),
    }));
  return { packages };
}

/** Parts of the workspace. */
const LOCAL: Readonly<Record<Tool, RegExp>> = {
  cargo: /^$/,
  poetry: /^(?:directory|file) /,
  uv: /^\{ (?:virtual|editable|directory|path) = /,
};

const REGISTRY: Readonly<Record<Tool, RegExp>> = {
  cargo: /^(?:registry|sparse)\+/,
  poetry: /^(?:$|legacy )/,
  uv: /^\{ registry = /,
};

/** @param block from below a `[[package]]` to the next; tables of other names end the package, its own parts do not */
function tableOf(block: string, tool: Tool): Table {
  const parts = block.split(/^(?=\[(?!package\.))/m)[0]?.split(/^(?=\[package\.)/m) ?? [];
  const [own = ''] = parts;
  const [name, version] = [textAt(own, 'name'), textAt(own, 'version')];
  return {
    ...(name !== undefined && {
      name: tool === 'poetry' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name,
    }),
    ...(version !== undefined && { version }),
    source: SOURCES[tool](own, parts.find((part) => part.startsWith('[package.source]')) ?? ''),
    asks: tool === 'uv' ? Array.from(block.matchAll(/\{ name = "([^"]+)"/g), ([, one = '']) => one) : [],
  };
}

const SOURCES: Readonly<Record<Tool, (own: string, source: string) => string>> = {
  cargo: (own) => textAt(own, 'source') ?? '',
  poetry: (_, source) =>
    ['type', 'url', 'resolved_reference'].flatMap((key) => textAt(source, key) ?? []).join(' '),
  uv: (own) => /^source = (\{ .* \})\r?$/m.exec(own)?.[1] ?? '',
};

function textAt(table: string, key: string): string | undefined {
  return new RegExp(`^${key} = "([^"\\\\]*)"\\r?$`, 'm').exec(table)?.[1];
}
