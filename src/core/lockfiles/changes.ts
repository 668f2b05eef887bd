/** What a change of a lockfile means, in words. */
import { readBun } from './bun';
import { type Delta, delta } from './delta';
import { readNpm } from './npm';
import type { Reading } from './package';
import { readPnpm } from './pnpm';
import { readCargo, readPoetry, readUv } from './toml';
import { readYarn } from './yarn';

/** A larger lockfile is not read, in bytes. */
export const MOST_BYTES = 20 * 1024 * 1024;

/** A lockfile's text; its size in bytes where that is more than `MOST_BYTES`; nothing where there is no such file. */
export type Content = string | number | undefined;

/** By file name: one way to read it for each kind of lockfile that is read at all (others are known by `isLockfile`). */
export const READERS: ReadonlyMap<string, (text: string) => Reading> = new Map([
  ['package-lock.json', readNpm],
  ['npm-shrinkwrap.json', readNpm],
  ['pnpm-lock.yaml', readPnpm],
  ['yarn.lock', readYarn],
  ['bun.lock', readBun],
  ['Cargo.lock', readCargo],
  ['poetry.lock', readPoetry],
  ['uv.lock', readUv],
]);

/**
 * A line about a lockfile that was changed, added or deleted: "package-lock.json: 11 packages added (1 direct), 0 removed,
 * 2 updated". Of one that cannot be read, why, and how many lines. @param path `/`-separated; the file's name decides
 */
export function lockfileChange(path: string, before: Content, after: Content): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const state = before === undefined ? 'new' : after === undefined ? 'deleted' : undefined;
  if (name === 'bun.lockb')
    return `${path} is binary: only that it ${state ? `is ${state}` : 'changed'} is known`;
  const read = READERS.get(name);
  const start = `${path}: ${state ? `${state}, ` : ''}`;
  const lines = lineCounts(before, after);
  if (!read) return `${start}${lines ?? tooLarge(before, after)}`;
  const [then, now] = [reading(read, before), reading(read, after)];
  const rest = lines === undefined ? '' : `; ${lines}`;
  if ('problem' in now) return `${start}could not be read: ${now.problem}${rest}`;
  if ('problem' in then) return `${start}could not be read as it was: ${then.problem}${rest}`;
  return `${start}${packageCounts(delta(then.packages, now.packages))}`;
}

function reading(read: (text: string) => Reading, content: Content): Reading {
  if (content === undefined) return { packages: [] };
  if (typeof content === 'number') return { problem: tooLarge(content) };
  if (/^<{7} /m.test(content)) return { problem: 'it holds a merge conflict' };
  return read(content.replace(/^\uFEFF/, ''));
}

function tooLarge(...contents: readonly Content[]): string {
  const bytes = Math.max(...contents.filter((one) => typeof one === 'number'));
  return `it has ${Math.ceil(bytes / 1024 / 1024)} MiB; at most ${MOST_BYTES / 1024 / 1024} are read`;
}

function packageCounts({ added, removed, updated }: Delta): string {
  if (added.length + removed.length + updated.length === 0) return 'no package changed';
  const known = added.some(({ direct }) => direct !== undefined);
  const direct = known ? ` (${added.filter((one) => one.direct).length} direct)` : '';
  const elsewhere = [...added, ...updated].filter(({ source }) => source !== undefined).length;
  return [
    `${counted(added.length, 'package')} added${direct}`,
    `${removed.length} removed`,
    `${updated.length} updated`,
    ...(elsewhere === 0 ? [] : [`${elsewhere} of them not from a registry`]),
  ].join(', ');
}

/** Lines that one text has more often than the other: those that only moved are not counted. */
function lineCounts(before: Content, after: Content): string | undefined {
  if (typeof before === 'number' || typeof after === 'number') return undefined;
  const balance = new Map<string, number>();
  const count = (text: string | undefined, by: number) => {
    for (const line of text?.split(/\r?\n/) ?? [])
      if (line !== '') balance.set(line, (balance.get(line) ?? 0) + by);
  };
  count(before, -1);
  count(after, 1);
  const [added, removed] = [1, -1].map((sign) =>
    [...balance.values()].reduce((sum, one) => sum + Math.max(0, one * sign), 0),
  );
  return `${counted(added ?? 0, 'line')} added, ${removed ?? 0} removed`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
