import type { Metafile } from 'esbuild';

export function loadedWith(entry: string, outputs: Metafile['outputs'], later?: boolean): string[];
