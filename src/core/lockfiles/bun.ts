/** bun.lock: JSON with commas at the end, which is YAML. */
import { GROUPS } from './npm';
import { cutName, located, type Package, packagesOf, type Reading } from './package';
import { nodeAt, nodeEntries, nodeFirst, nodeText, yamlRoots } from './yamlNodes';

export function readBun(text: string): Reading {
  const read = yamlRoots(text);
  if ('problem' in read) return read;
  const [root] = read.roots;
  if (nodeAt(root, 'lockfileVersion') === undefined) return { problem: 'it has no lockfileVersion' };
  const projects = nodeEntries(nodeAt(root, 'workspaces')).map(([, project]) => project);
  const asked = new Set(
    projects.flatMap((project) => {
      const names = GROUPS.flatMap((group) => nodeEntries(nodeAt(project, group)).map(([name]) => name));
      // A version of its own that a project asks for stands under the project's name.
      return names.flatMap((name) => [name, `${nodeText(nodeAt(project, 'name')) ?? ''}/${name}`]);
    }),
  );
  const found: (Package | undefined)[] = [];
  for (const [key, entry] of nodeEntries(nodeAt(root, 'packages'))) {
    const [name, at] = cutName(nodeText(nodeFirst(entry)) ?? '');
    if (at === '') return { problem: `the entry "${key.slice(0, 80)}" is not understood` };
    found.push(located(name, at, undefined, asked.has(key)));
  }
  return packagesOf(found);
}
