/**
 * Which command a project itself offers for a check (coyote.md 1.7, "project detection"). Only what a file of the
 * project declares, or what its toolchain always has, is offered; nothing is guessed from the sources.
 */
import { parse as parseYaml } from 'yaml';
import type { CheckName } from './checks';
import { yamlRefusal } from './yamlLimits';

/** What lies directly in the project folder. */
export interface ProjectFiles {
  /** Base names of files. */
  readonly names: readonly string[];
  /** The texts of those named in `PROJECT_TEXTS`, by base name; unreadable ones are left out. */
  readonly texts: Readonly<Record<string, string>>;
}

/** The files whose text the detection wants. */
export const PROJECT_TEXTS: readonly string[] = [
  'Taskfile.yml',
  'Taskfile.yaml',
  'taskfile.yml',
  'taskfile.yaml',
  'justfile',
  'Justfile',
  '.justfile',
  'GNUmakefile',
  'makefile',
  'Makefile',
  'package.json',
  'pyproject.toml',
];

/** The names that a task, recipe, target or script has when it is meant for a check, the preferred one first. */
const TASK_NAMES: Readonly<Record<CheckName, readonly string[]>> = {
  format: ['format', 'fmt'],
  lint: ['lint'],
  build: ['check', 'build'],
  test: ['test'],
};

type Argv = readonly string[];
type Toolchain = (check: CheckName, files: ProjectFiles) => Argv | undefined;

/** The argument list of the first source that offers this check, in the original's order; `undefined` when none does. */
export function detectCommand(check: CheckName, files: ProjectFiles): Argv | undefined {
  for (const toolchain of TOOLCHAINS) {
    const argv = toolchain(check, files);
    if (argv !== undefined) return argv;
  }
  return undefined;
}

const firstText = (files: ProjectFiles, names: readonly string[]): string | undefined =>
  names.map((name) => files.texts[name]).find((text) => text !== undefined);

const declared = (check: CheckName, names: ReadonlySet<string>): string | undefined =>
  TASK_NAMES[check].find((name) => names.has(name));

function keysOf(value: unknown): Set<string> {
  return new Set(typeof value === 'object' && value !== null ? Object.keys(value) : []);
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([k]) => k === key)?.[1]
    : undefined;
}

/** A file that cannot be parsed declares nothing: its own tool will say so to whoever runs it. */
function parsed(read: (text: string) => unknown, text: string): unknown {
  try {
    return read(text);
  } catch {
    return undefined;
  }
}

const taskfile: Toolchain = (check, files) => {
  const text = firstText(files, PROJECT_TEXTS.slice(0, 4));
  if (text === undefined || yamlRefusal(text)) return undefined;
  const name = declared(check, keysOf(field(parsed(parseYaml, text), 'tasks')));
  return name === undefined ? undefined : ['task', name];
};

/** Recipes that can be run without an argument. */
const RECIPE = /^@?([A-Za-z_][\w-]*)(?:\s+(?:\*\$?[\w-]+|[\w$-]+=\S+))*\s*:(?!=)/gm;

const justfile: Toolchain = (check, files) => {
  const text = firstText(files, PROJECT_TEXTS.slice(4, 7));
  if (text === undefined) return undefined;
  const name = declared(check, new Set(Array.from(text.matchAll(RECIPE), (match) => match[1] ?? '')));
  return name === undefined ? undefined : ['just', name];
};

const makefile: Toolchain = (check, files) => {
  const text = firstText(files, PROJECT_TEXTS.slice(7, 10));
  if (text === undefined) return undefined;
  const targets = text
    .split('\n')
    .flatMap((line) => /^([\w][\w .-]*)::?(?!=)/.exec(line)?.[1]?.split(/\s+/) ?? []);
  const name = declared(check, new Set(targets));
  return name === undefined ? undefined : ['make', name];
};

const whenPresent =
  (name: string, commands: Partial<Record<CheckName, Argv>>): Toolchain =>
  (check, files) =>
    files.names.includes(name) ? commands[check] : undefined;

const cargo = whenPresent('Cargo.toml', {
  format: ['cargo', 'fmt'],
  lint: ['cargo', 'clippy'],
  build: ['cargo', 'check'],
  test: ['cargo', 'test'],
});

const go = whenPresent('go.mod', {
  format: ['go', 'fmt', './...'],
  lint: ['go', 'vet', './...'],
  build: ['go', 'build', './...'],
  test: ['go', 'test', './...'],
});

const LOCK_FILES: readonly (readonly [string, string])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
];

/** The text that `npm init` writes for a project without tests. */
const NO_TEST = 'no test specified';

const packageJson: Toolchain = (check, files) => {
  const text = files.texts['package.json'];
  if (text === undefined) return undefined;
  const scripts = field(parsed(JSON.parse, text), 'scripts');
  const name = declared(check, keysOf(scripts));
  if (name === undefined || String(field(scripts, name)).includes(NO_TEST)) return undefined;
  const tool = LOCK_FILES.find(([lock]) => files.names.includes(lock))?.[1] ?? 'npm';
  return [tool, 'run', name];
};

const python: Toolchain = (check, files) => {
  const text = files.texts['pyproject.toml'];
  if (text === undefined) return undefined;
  const tools: Partial<Record<CheckName, Argv>> = {};
  if (/^\[tool\.black\b/m.test(text)) tools.format = ['black', '.'];
  if (/^\[tool\.ruff\b/m.test(text)) {
    tools.format = ['ruff', 'format', '.'];
    tools.lint = ['ruff', 'check', '.'];
  }
  if (/^\[tool\.mypy\b/m.test(text)) tools.build = ['mypy', '.'];
  if (/\bpytest\b/.test(text)) tools.test = ['pytest'];
  const argv = tools[check];
  if (argv === undefined) return undefined;
  if (files.names.includes('uv.lock')) return ['uv', 'run', ...argv];
  return files.names.includes('poetry.lock') ? ['poetry', 'run', ...argv] : argv;
};

const maven: Toolchain = (check, files) => {
  const mvn = files.names.includes('mvnw') ? './mvnw' : 'mvn';
  return whenPresent('pom.xml', { build: [mvn, 'compile'], test: [mvn, 'test'] })(check, files);
};

const gradle: Toolchain = (check, files) => {
  if (!files.names.some((name) => /^(build|settings)\.gradle(\.kts)?$/.test(name))) return undefined;
  const tool = files.names.includes('gradlew') ? './gradlew' : 'gradle';
  return { build: [tool, 'assemble'], test: [tool, 'test'], format: undefined, lint: undefined }[check];
};

const dotnet: Toolchain = (check, files) => {
  if (!files.names.some((name) => /\.(sln|slnx|csproj|fsproj|vbproj)$/.test(name))) return undefined;
  return {
    format: ['dotnet', 'format'],
    lint: undefined,
    build: ['dotnet', 'build'],
    test: ['dotnet', 'test'],
  }[check];
};

const TOOLCHAINS: readonly Toolchain[] = [
  taskfile,
  justfile,
  makefile,
  cargo,
  go,
  packageJson,
  python,
  maven,
  gradle,
  dotnet,
];
