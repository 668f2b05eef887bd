/** Ways to spoil the bytes of a file. */
import type { Random } from './random';

const DEEP = 10_000;
const ODD = [
  '\0',
  '\ufeff',
  '\u2028',
  '\r',
  '---\n',
  '```\n',
  '../',
  '*a\n',
  '&a ',
  '{{',
  '<task ',
  '| ',
  '\t',
];

type Spoil = (bytes: Buffer, random: Random) => Buffer;

const SPOILS: readonly Spoil[] = [
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => insert(bytes, random, slice(bytes, random)),
  (bytes) => Buffer.concat([bytes, bytes]),
  (bytes, random) => flipped(bytes, random, 1 + random.below(20)),
  (bytes, random) => without(bytes, random),
  (bytes, random) => insert(bytes, random, Buffer.alloc(1 + random.below(100))),
  (bytes, random) => insert(bytes, random, Buffer.from(random.of(ODD).repeat(1 + random.below(2000)))),
  (bytes, random) => insert(bytes, random, Buffer.from(nested(random))),
  (bytes, random) => insert(bytes, random, Buffer.from(slice(bytes, random).toString('latin1').repeat(200))),
  (bytes, random) => shuffledLines(bytes, random),
];

/** One to three of them, one after the other. */
export function spoiled(bytes: Buffer, random: Random): Buffer {
  let now = bytes;
  for (let left = 1 + random.below(3); left > 0; left -= 1) now = random.of(SPOILS)(now, random);
  return now.subarray(0, 3 * 1024 * 1024);
}

function slice(bytes: Buffer, random: Random): Buffer {
  const start = random.below(bytes.length + 1);
  return bytes.subarray(start, start + random.below(500));
}

function insert(bytes: Buffer, random: Random, more: Buffer): Buffer {
  const at = random.below(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);
}

function without(bytes: Buffer, random: Random): Buffer {
  const start = random.below(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + random.below(500))]);
}

function flipped(bytes: Buffer, random: Random, times: number): Buffer {
  const now = Buffer.from(bytes);
  for (let left = times; left > 0 && now.length > 0; left -= 1) {
    const at = random.below(now.length);
    now[at] = (now[at] ?? 0) ^ (1 << random.below(8));
  }
  return now;
}

function nested(random: Random): string {
  return random.of([
    '['.repeat(DEEP),
    '{"a":'.repeat(DEEP),
    `${'- '.repeat(DEEP)}x\n`,
    `${'> '.repeat(DEEP)}x\n`,
    `${'<task>'.repeat(DEEP)}\n`,
    `x: ${'{a: '.repeat(DEEP)}\n`,
    `depends_on: ${'['.repeat(DEEP)}\n`,
    Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a${depth}:\n`).join(''),
  ]);
}

function shuffledLines(bytes: Buffer, random: Random): Buffer {
  const lines = bytes.toString('latin1').split('\n');
  for (let at = lines.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    [lines[at], lines[other]] = [lines[other] ?? '', lines[at] ?? ''];
  }
  return Buffer.from(lines.join('\n'), 'latin1');
}
