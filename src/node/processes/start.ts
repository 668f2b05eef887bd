/** Starting a process from an argument list, without a shell. */
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import spawn from 'cross-spawn';

/**
 * The process, or the system's refusal. Node tells some refusals by the event `error` of the process (no such program)
 * and throws others: arguments that are too long, a null byte, a working folder that is a file. These are given back.
 */
export function startProcess(argv: readonly string[], options: SpawnOptions): ChildProcess | Error {
  const [program = '', ...args] = argv;
  try {
    return spawn(program, args, options);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
