import { spawn } from 'node:child_process';
import { ToolError } from './toolError';

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Show the output as it comes (it is collected in either case). */
  show?: boolean;
}

export interface CommandResult {
  /** Exit code; -1 when the program could not be started or was ended by a signal. */
  code: number;
  /** Standard output and standard error in the order they came. */
  output: string;
}

/** Runs a program to its end, without a shell and without standard input. Never rejects. */
export function run(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const collect = (target: NodeJS.WriteStream) => (chunk: Buffer) => {
      output += chunk.toString('utf8');
      if (options.show) target.write(chunk);
    };
    child.stdout.on('data', collect(process.stdout));
    child.stderr.on('data', collect(process.stderr));
    child.once('error', (error) => {
      resolve({ code: -1, output: `${output}${error.message}\n` });
    });
    child.once('close', (code) => {
      resolve({ code: code ?? -1, output });
    });
  });
}

/** Like {@link run}, but anything except exit code 0 is a {@link ToolError} that ends with the last lines of output. */
export async function mustRun(
  what: string,
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { code, output } = await run(file, args, options);
  if (code === 0) return output;
  const tail = output.trimEnd().split('\n').slice(-15).join('\n');
  throw new ToolError(`${what}: "${[file, ...args].join(' ')}" ended with code ${code}.\n${tail}`);
}
