import { run } from '../command';
import { ToolError } from '../toolError';
import { aptInstall } from './apt';

const programs = ['g++', 'make', 'python3'];

/** Makes sure that native modules can be compiled. */
export async function ensureCompiler(forWhat: string): Promise<void> {
  const missing = await missingPrograms();
  if (missing.length === 0) return;
  if (await aptInstall('g++', 'make', 'python3')) return;
  const command =
    process.platform === 'darwin' ? 'xcode-select --install' : 'sudo apt-get install -y g++ make python3';
  throw new ToolError(
    `${forWhat} needs a C++ compiler, and ${missing.join(', ')} is missing: run "${command}".`,
  );
}

async function missingPrograms(): Promise<string[]> {
  const found = await Promise.all(programs.map((program) => run(program, ['--version'])));
  return programs.filter((_, index) => found[index]?.code !== 0);
}
