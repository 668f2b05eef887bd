/** "Check Setup": whether an agent's program is there. */
import { once } from 'node:events';
import spawn from 'cross-spawn';
import { type AgentProfile, template } from '../../core/agents/profile';
import { withoutEditor } from '../processes/environment';

export type AgentCheck =
  | { readonly installed: true; readonly version: string }
  | { readonly installed: false; readonly problem: string };

const TIMEOUT = 20_000;

/** Runs the agent's program with `--version` only; gives the first line it prints, or why it cannot be used. */
export async function checkAgent(
  profile: AgentProfile,
  env: Readonly<Record<string, string | undefined>>,
): Promise<AgentCheck> {
  const program = template(profile)?.[0];
  if (program === undefined) {
    return {
      installed: false,
      problem: `"${profile.id}" has no command yet. Set its "argv" in stageRunner.agents.`,
    };
  }
  const child = spawn(program, ['--version'], {
    env: { ...withoutEditor(env), ...profile.env },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: TIMEOUT,
    windowsHide: true,
  });
  let output = '';
  child.stdout?.on('data', (data: Buffer) => (output += data.toString('utf8')));
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    if (code === 0) return { installed: true, version: output.trim().split('\n')[0] ?? '' };
    const how =
      signal === null ? `exit code ${code ?? 'unknown'}` : `${signal}, perhaps after ${TIMEOUT / 1000} s`;
    return { installed: false, problem: `"${program} --version" ended with ${how}. Install it again.` };
  } catch (error) {
    return {
      installed: false,
      problem: `"${program}" was not found on the PATH (${error instanceof Error ? error.message : String(error)}). Install it, or name its full path in stageRunner.agents.`,
    };
  }
}
