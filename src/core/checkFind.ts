/** Finding the command of a check: the plan, then the settings, the original's environment names, then detection. */
import { quote } from 'shell-quote';
import { parseCommandLine } from './checkCommand';
import { detectCommand, type ProjectFiles } from './checkDetect';
import type { CheckArgv, CheckCommand, CheckName, CheckRecord, CheckSource } from './checks';

/** Where a check's command may come from. An empty text means: look further. */
export interface CheckSources {
  /** The step plan's "Test commands", in order; only the test check uses them. */
  readonly testCommands: readonly string[];
  readonly setting: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly project: ProjectFiles;
}

/** The original tool's environment names (coyote.md 1.7). */
const ENVIRONMENT_NAMES: Readonly<Record<CheckName, string>> = {
  format: 'FORMAT_CMD',
  lint: 'LINT_CMD',
  build: 'BUILD_CMD',
  test: 'TEST_CMD',
};

/**
 * The command to run, or the record that stands in its place: `not_run` when there is none anywhere, `failed` when the
 * one that was asked for cannot be run without a shell.
 */
export function findCheckCommand(check: CheckName, sources: CheckSources): CheckCommand | CheckRecord {
  const environmentName = ENVIRONMENT_NAMES[check];
  const asked: readonly (readonly [CheckSource, readonly string[]])[] = [
    ['plan', check === 'test' ? sources.testCommands : []],
    ['settings', [sources.setting ?? '']],
    ['environment', [sources.env[environmentName] ?? '']],
  ];
  for (const [source, texts] of asked) {
    const lines = texts.map((text) => text.trim()).filter((text) => text !== '');
    if (lines.length > 0) return fromLines(check, source, lines);
  }
  const argv = detectCommand(check, sources.project);
  if (argv === undefined) {
    const display = `no command is set in "stageRunner.checks.${check}" or ${environmentName}, and none was found in the project`;
    return { check, status: 'not_run', display, lines: [] };
  }
  return { check, source: 'detected', display: quote(argv), argvs: [{ argv, env: {} }] };
}

function fromLines(
  check: CheckName,
  source: CheckSource,
  lines: readonly string[],
): CheckCommand | CheckRecord {
  const display = lines.join(' && ');
  const argvs: CheckArgv[] = [];
  for (const line of lines) {
    const parsed = parseCommandLine(line);
    if ('problem' in parsed) {
      return { check, source, status: 'failed', display, exitCode: null, lines: [parsed.problem] };
    }
    argvs.push(...parsed);
  }
  return { check, source, display, argvs };
}
