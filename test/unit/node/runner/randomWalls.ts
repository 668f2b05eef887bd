/** Small stages of renn and GSD by seed: how their runs depend on each other, what their agents do, what a person says. */
import { chance, pick } from './randomStage';
import type { Wall, Walls } from './walls';

export function randomWalls(seed: number): Walls {
  const of = (...words: (string | number)[]): number => chance(seed, ...words);
  const count = 1 + Math.floor(of('count') * 4);
  const runs = Array.from({ length: count }, (_, at): readonly [string, Wall] => {
    const batch = 1 + Math.floor((at * 3 * of('batches')) / count);
    const gate = pick(['human-verify', 'decision', 'human-action'] as const, of('gate', at));
    const wall: Wall = {
      batch,
      ...(at > 0 && of('needs', at) < 0.3 && { needs: numbered(Math.floor(of('which', at) * at)) }),
      ...(of('shared', at) < 0.2 && { file: 'shared.txt' }),
      ...(of('asks', at) < 0.4 && { gate }),
      ...(of('asks', at) < 0.4 &&
        gate === 'human-verify' &&
        of('leans', at) < 0.5 && { answers: ['It leans.', 'yes'] }),
      ...(of('strays', at) < 0.3 && { strays: true as const }),
      ...(of('fails', at) < 0.2 && { fails: 1 }),
    };
    return [numbered(at), wall];
  });
  const says = (at: number): string =>
    pick(['it holds', 'it holds', 'stop', 'It is crooked.'], of('says', at));
  return {
    format: of('format') < 0.4 ? 'gsd' : 'renn',
    runs: Object.fromEntries(runs),
    items: of('proof') < 0.4 ? [] : [...[1, 2, 3].slice(Math.ceil(of('items') * 3)).map(says), 'it holds'],
    failed: [1, 2].map((at) => pick(['continue', 'retry', 'retry', 'skip', 'stop'], of('failed', at))),
    ...(of('isolated') < 0.25 && { isolated: true }),
    ...(of('stateless') < 0.2 && { stateless: true }),
    ...(of('closes') < 0.5 && { closesGaps: true }),
    policy: {
      parallel: 1 + Math.floor(of('parallel') * 3),
      stopAfter: pick(['stage', 'stage', 'gate', { batches: 1 }] as const, of('until')),
    },
  };
}

function numbered(at: number): string {
  return String(at + 1).padStart(2, '0');
}
