/** package-lock.json and npm-shrinkwrap.json, versions 1 to 3. */
import { fetchedFrom, located, type Package, packagesOf, type Reading } from './package';

/** Groups of a manifest in which a project asks for packages. */
export const GROUPS = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
] as const;

const MODULES = 'node_modules/';

export function readNpm(text: string): Reading {
  const root = parsed(text);
  if (root === undefined) return { problem: 'it is not JSON' };
  if (typeof field(root, 'lockfileVersion') !== 'number') return { problem: 'it has no lockfileVersion' };
  const packages = field(root, 'packages');
  return packagesOf(packages === undefined ? nested(field(root, 'dependencies')) : byPath(packages));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/** Version 1: dependencies in dependencies. Nobody bounds their depth, so this does not recurse. */
function nested(tree: unknown): (Package | undefined)[] {
  const found: (Package | undefined)[] = [];
  const open = [tree];
  while (open.length > 0)
    for (const [name, entry] of entries(open.pop())) {
      const version = string(entry, 'version');
      if (version !== undefined)
        found.push(located(name, fetchedFrom(string(entry, 'resolved'), version), ownVersion(version)));
      open.push(field(entry, 'dependencies'));
    }
  return found;
}

/** In version 1 a place, or another package's name, stands in the version's stead. */
function ownVersion(version: string): string | undefined {
  return version.includes(':') ? undefined : version;
}

/** Versions 2 and 3: by folder. Those of projects have no `node_modules/` in their path, and say what these ask for. */
function byPath(packages: unknown): (Package | undefined)[] {
  const all = entries(packages);
  const asked = new Set(
    all
      .filter(([path]) => !path.includes(MODULES))
      .flatMap(([, entry]) => GROUPS.flatMap((group) => entries(field(entry, group)).map(([name]) => name))),
  );
  return all.map(([path, entry]) => {
    const cut = path.lastIndexOf(MODULES);
    const version = string(entry, 'version');
    if (cut < 0 || version === undefined) return undefined;
    const folder = path.slice(cut + MODULES.length);
    const direct = asked.has(folder) && path.indexOf(MODULES) === cut;
    const name = string(entry, 'name') ?? folder;
    return located(name, fetchedFrom(string(entry, 'resolved'), version), version, direct);
  });
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function string(value: unknown, key: string): string | undefined {
  const found = field(value, key);
  return typeof found === 'string' ? found : undefined;
}
