/** pnpm-lock.yaml: 5.x, 6.0 and 9.0, which differ in how they write a package's key. */
import { GROUPS } from './npm';
import { cutName, fetchedFrom, located, type Package, packagesOf, type Reading } from './package';
import { nodeAt, nodeEntries, nodeText, yamlRoots } from './yamlNodes';

export function readPnpm(text: string): Reading {
  const read = yamlRoots(text);
  if ('problem' in read) return read;
  const found: (Package | undefined)[] = [];
  for (const root of read.roots) {
    const format = Number.parseFloat(nodeText(nodeAt(root, 'lockfileVersion')) ?? '');
    if (Number.isNaN(format)) return { problem: 'it has no lockfileVersion' };
    const asked = askedFor(root, format);
    for (const [key, entry] of nodeEntries(nodeAt(root, 'packages'))) {
      const [name, version] = nameOf(withoutPeers(key, format), format, entry);
      if (name === '' || version === '')
        return { problem: `the key "${key.slice(0, 80)}" is not understood` };
      found.push(packageOf(name, version, entry, asked.has(withoutPeers(key, format))));
    }
  }
  return packagesOf(found);
}

/** `/name/1.0.0_peer@2.0.0` and `/name@1.0.0(peer@2.0.0)` without their peers. */
function withoutPeers(key: string, format: number): string {
  const end = format < 6 ? key.indexOf('_', key.lastIndexOf('/') + 1) : key.indexOf('(');
  return end < 0 ? key : key.slice(0, end);
}

/** A package that is not from a registry has its name and version in the entry, as far as they are not in the key. */
function nameOf(key: string, format: number, entry: unknown): readonly [name: string, version: string] {
  const [path, cut] = [key.replace(/^\//, ''), format < 6 ? key.lastIndexOf('/') : -1];
  const [name, version] = cut > 0 ? [key.slice(1, cut), key.slice(cut + 1)] : cutName(path);
  return [nodeText(nodeAt(entry, 'name')) ?? name, nodeText(nodeAt(entry, 'version')) ?? version];
}

function packageOf(name: string, version: string, entry: unknown, direct: boolean): Package | undefined {
  const resolution = nodeAt(entry, 'resolution');
  const [tarball, repo, commit, folder] = ['tarball', 'repo', 'commit', 'directory'].map((key) =>
    nodeText(nodeAt(resolution, key)),
  );
  if (folder !== undefined) return undefined;
  const from = repo === undefined ? fetchedFrom(tarball, version) : `${repo}#${commit ?? ''}`;
  return located(name, from, version, direct);
}

/** The keys, in every form that a version has, of what the projects ask for. */
function askedFor(root: unknown, format: number): ReadonlySet<string> {
  const projects = [root, ...nodeEntries(nodeAt(root, 'importers')).map(([, project]) => project)];
  const asked = projects.flatMap((project) =>
    GROUPS.flatMap((group) =>
      nodeEntries(nodeAt(project, group)).flatMap(([name, entry]) => {
        const version = withoutPeers(nodeText(nodeAt(entry, 'version')) ?? nodeText(entry) ?? '', format);
        return [version, `${name}@${version}`, `/${name}@${version}`, `/${name}/${version}`];
      }),
    ),
  );
  return new Set(asked);
}
