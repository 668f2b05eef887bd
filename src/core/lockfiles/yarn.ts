/** yarn.lock: Yarn's own syntax of version 1, and the YAML of later versions. */
import { GROUPS } from './npm';
import { cutName, fetchedFrom, located, type Package, packagesOf, type Reading } from './package';
import { nodeAt, nodeEntries, nodeText, yamlRoots } from './yamlNodes';

export function readYarn(text: string): Reading {
  return /^# yarn lockfile v1\s*$/m.test(text) ? readClassic(text) : readBerry(text);
}

/** `"name@^1", name@^2:`: the first of the requests that an entry answers. */
const HEAD = /^(?:"([^"]+)"|([^\s",]+))(?:, .*)?:$/;

function readClassic(text: string): Reading {
  const found: (Package | undefined)[] = [];
  for (const block of text.split(/\n(?=[^\s#])/).slice(/^[^\s#]/.test(text) ? 0 : 1)) {
    const [head = '', ...lines] = block.split(/\r?\n/);
    const [, quoted, plain] = HEAD.exec(head.trimEnd()) ?? [];
    const [name, asked] = cutName(quoted ?? plain ?? '');
    const version = valueOf(lines, 'version');
    if (name === '' || version === undefined)
      return { problem: `the entry "${head.slice(0, 80)}" is not understood` };
    const one = located(name, asked);
    found.push(one && located(one.name, fetchedFrom(valueOf(lines, 'resolved'), version), version));
  }
  return packagesOf(found);
}

function valueOf(lines: readonly string[], key: string): string | undefined {
  const line = lines.find((one) => one.startsWith(`  ${key} `));
  return line
    ?.slice(key.length + 3)
    .trim()
    .replace(/^"(.*)"$/, '$1');
}

function readBerry(text: string): Reading {
  const read = yamlRoots(text);
  if ('problem' in read) return read;
  const [root] = read.roots;
  if (nodeAt(root, '__metadata') === undefined) return { problem: 'it is of no version of Yarn' };
  const all = nodeEntries(root).filter(([key]) => key !== '__metadata');
  const asked = new Set(
    all.filter(([, entry]) => nodeText(nodeAt(entry, 'linkType')) === 'soft').flatMap(([, e]) => requests(e)),
  );
  const found: (Package | undefined)[] = [];
  for (const [key, entry] of all) {
    const [name, at] = cutName(nodeText(nodeAt(entry, 'resolution')) ?? '');
    const version = nodeText(nodeAt(entry, 'version'));
    if (at === '' || version === undefined)
      return { problem: `the entry "${key.slice(0, 80)}" is not understood` };
    found.push(
      located(
        name,
        at,
        version,
        key.split(/,\s*/).some((one) => asked.has(one)),
      ),
    );
  }
  return packagesOf(found);
}

/** What a project of the workspace asks for, as the keys of entries have it; the registry was not named before Yarn 4. */
function requests(project: unknown): string[] {
  return GROUPS.flatMap((group) =>
    nodeEntries(nodeAt(project, group)).flatMap(([name, value]) => {
      const range = nodeText(value) ?? '';
      return [`${name}@${range}`, `${name}@npm:${range}`];
    }),
  );
}
