import { readFile } from 'node:fs/promises';

/** What one suite came to: names of tests. */
export interface SuiteResult {
  passed: readonly string[];
  failed: readonly string[];
  skipped: readonly string[];
}

/** A suite that is one test, e.g. the linter. */
export function single(name: string, good: boolean): SuiteResult {
  return { passed: good ? [name] : [], failed: good ? [] : [name], skipped: [] };
}

/** Reads what reporter.cjs wrote; a suite that ended without it, or badly though no test failed, counts as one failed test. */
export async function readResults(name: string, file: string, good: boolean): Promise<SuiteResult> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return single(`${name} ended without results`, false);
  const result = JSON.parse(text) as SuiteResult;
  if (good || result.failed.length > 0) return result;
  return { ...result, failed: [`${name} ended with an error after its tests`] };
}

/**
 * The last lines of `npm test`: what was skipped and what failed, by name, then the count.
 *
 * @param results by suite
 */
export function summary(results: ReadonlyMap<string, SuiteResult>): string {
  const count = { passed: 0, failed: 0, skipped: 0 };
  const lines: string[] = [];
  for (const kind of ['skipped', 'failed', 'passed'] as const) {
    for (const [suite, result] of results) {
      count[kind] += result[kind].length;
      if (kind !== 'passed') lines.push(...result[kind].map((test) => `${kind}: ${suite}: ${test}`));
    }
  }
  if (count.skipped > 0) lines.push(`skipped in all: ${count.skipped}`);
  return [...lines, `${count.passed} passed, ${count.failed} failed`].join('\n');
}
