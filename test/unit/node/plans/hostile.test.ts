import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const SEED = Number(process.env['STAGE_RUNNER_SEED'] ?? 4);
/** 100,000 take some minutes. */
const COUNT = Number(process.env['STAGE_RUNNER_MUTATIONS'] ?? 2000);
/** So long without a word, and a file has hung the reader. */
const SILENT_MS = 60_000;

interface Outcome {
  readonly code: number | null;
  /** The last line that was printed. */
  readonly last: string;
  readonly said: string;
}

function spoil(seed: number, count: number): Promise<Outcome> {
  const worker = join(__dirname, '../../../hostile/worker.ts');
  const child = spawn(process.execPath, ['--import=tsx', worker, String(seed), String(count)]);
  let [last, said] = ['', ''];
  const end = (): void => void child.kill('SIGKILL');
  let watch = setTimeout(end, SILENT_MS);
  child.stdout.on('data', (chunk: Buffer) => {
    last = chunk.toString().trim().split('\n').pop() ?? last;
    clearTimeout(watch);
    watch = setTimeout(end, SILENT_MS);
  });
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(watch);
      resolve({ code, last, said });
    });
  });
}

describe('plans that are hostile', () => {
  it(`neither crash, hang nor lead outside: ${COUNT} spoiled states of every format`, async function () {
    if (process.platform === 'win32') return this.skip();
    this.timeout(0);
    const { code, last, said } = await spoil(SEED, COUNT);
    assert.equal(code, 0, `After ${last}: ${said}`);
    const { at, slowest, slowestAt } = JSON.parse(last) as Record<'at' | 'slowest' | 'slowestAt', number>;
    assert.equal(at, COUNT);
    if (this.test) this.test.title += ` (the slowest, ${slowestAt}, took ${Math.round(slowest)} ms)`;
  });
});
