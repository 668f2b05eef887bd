/** The narrow grants: each CLI's own way to let it write the attempt's folder and nothing else (docs: agents, "narrow grant"). */
import type { Grant } from './profile';

export const CLAUDE_GRANT: Grant = {
  // A double slash means an absolute path; `=` because the option would swallow what follows.
  argv: ({ answers }) => (isPlain(answers) ? [`--allowedTools=Edit(/${answers}/**)`] : undefined),
  explanation: "Claude Code may write in the attempt's own folder without asking. All else stays as it is.",
};

export const CODEX_GRANT: Grant = {
  argv: ({ answers }) =>
    [
      'default_permissions="stage"',
      'permissions.stage.extends=":read-only"',
      `permissions.stage.filesystem={${tomlString(answers)}="write"}`,
    ].flatMap((setting) => ['-c', setting]),
  explanation:
    "Codex may write in the attempt's own folder and only read everywhere else, also where it could write before.",
};

export const GEMINI_GRANT: Grant = {
  argv: ({ records }) => ['--policy', `${records}/policy.toml`],
  file: { name: 'policy.toml', text: geminiPolicy },
  explanation: 'Gemini CLI may write the answer file of the attempt without asking. All else stays as it is.',
};

export const COPILOT_GRANT: Grant = {
  argv: ({ answers }) => (isPlain(answers) ? [`--allow-tool=write(${answers}/result.json)`] : undefined),
  explanation:
    'Copilot CLI may write the answer file of the attempt without asking. All else stays as it is.',
};

/** Whether a path means itself in a permission rule: nothing in it reads as a pattern or ends the rule. */
function isPlain(folder: string): boolean {
  return /^\/[^*?[\]{}()!,"'\\]*$/.test(folder);
}

/** Two rules, because the model may name the file by a relative or by an absolute path. */
function geminiPolicy(answers: string): string {
  const relative = answers.slice(answers.lastIndexOf('.stage-runner'));
  return [answers, relative]
    .map((folder) => `"file_path":"${escapeRegex(`${folder}/result.json`)}"`)
    .map((pattern) => `argsPattern = ${tomlString(pattern)}\ndecision = "allow"\npriority = 500\n`)
    .map((rest) => `[[rule]]\ntoolName = "write_file"\n${rest}`)
    .join('\n');
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A JSON string is a TOML basic string, but for the control character DEL. */
function tomlString(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007F');
}
