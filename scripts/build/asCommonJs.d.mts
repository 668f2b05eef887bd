import type { Plugin } from 'esbuild';

export function asCommonJs(entry: string): Plugin;
