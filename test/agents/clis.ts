/** The real CLIs: which package, what a person has answered once on their machine, and how they reach the scripted model. */

/** A question that the CLI asks in its terminal, and the keys a person would press. */
export interface Dialog {
  readonly see: RegExp;
  readonly keys: readonly string[];
}

export interface Cli {
  /** The profile's id. */
  readonly id: string;
  readonly package: string;
  /** Exact: the one whose behaviour was looked at. */
  readonly version: string;
  /** Files below the home folder, by relative path. */
  readonly home: (workspace: string) => Readonly<Record<string, string>>;
  readonly env: (url: string) => Readonly<Record<string, string>>;
  readonly dialogs: readonly Dialog[];
  /** It runs commands at its default permissions, without a question that only stands on its screen. */
  readonly shell: boolean;
  /** How a headless run ends at default permissions. */
  readonly headless: 'result' | 'no_result';
  /** Its profile knows a narrow grant. */
  readonly grant: boolean;
}

const ENTER = ['Enter'];

export const CLIS: readonly Cli[] = [
  {
    id: 'claude',
    package: '@anthropic-ai/claude-code',
    version: '2.1.329',
    home: (workspace) => ({
      '.claude.json': JSON.stringify({
        hasCompletedOnboarding: true,
        customApiKeyResponses: { approved: ['fake-key'], rejected: [] },
        projects: { [workspace]: { hasTrustDialogAccepted: true } },
      }),
    }),
    env: (url) => ({
      ANTHROPIC_API_KEY: 'fake-key',
      ANTHROPIC_BASE_URL: url,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    }),
    dialogs: [
      { see: /Do you want to use this API key\?/, keys: ['Up', 'Enter'] },
      { see: /trust (this folder|the files)/i, keys: ['1', 'Enter'] },
      { see: /Do you want to (create|make|proceed)/, keys: ENTER },
    ],
    shell: false,
    headless: 'no_result',
    grant: true,
  },
  {
    id: 'codex',
    package: '@openai/codex',
    version: '0.169.0',
    home: () => ({}),
    env: () => ({ K: 'fake-key' }),
    dialogs: [
      { see: /Trust and continue/, keys: ENTER },
      { see: /Use existing model/, keys: ['Down', 'Enter'] },
    ],
    shell: true,
    headless: 'no_result',
    grant: true,
  },
  {
    id: 'gemini',
    package: '@google/gemini-cli',
    version: '0.61.0',
    home: (workspace) => ({
      '.gemini/settings.json': JSON.stringify({
        security: { auth: { selectedType: 'gemini-api-key' } },
        general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
        privacy: { usageStatisticsEnabled: false },
      }),
      '.gemini/trustedFolders.json': JSON.stringify({ [workspace]: 'TRUST_FOLDER' }),
    }),
    env: (url) => ({ GEMINI_API_KEY: 'fake-key', GOOGLE_GEMINI_BASE_URL: url }),
    dialogs: [{ see: /Allow once/, keys: ENTER }],
    shell: false,
    headless: 'no_result',
    grant: true,
  },
  {
    id: 'opencode',
    package: 'opencode-ai',
    version: '1.18.33',
    home: () => ({}),
    env: (url) => ({
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_CONFIG_CONTENT: JSON.stringify({
        model: 'scripted/scripted',
        small_model: 'scripted/scripted',
        autoupdate: false,
        share: 'disabled',
        provider: {
          scripted: {
            npm: '@ai-sdk/openai-compatible',
            options: { baseURL: `${url}/v1`, apiKey: 'fake-key' },
            models: { scripted: { tool_call: true } },
          },
        },
      }),
    }),
    dialogs: [],
    shell: true,
    headless: 'result',
    grant: false,
  },
  {
    id: 'copilot',
    package: '@github/copilot',
    version: '1.0.102',
    home: () => ({}),
    env: (url) => ({
      COPILOT_PROVIDER_BASE_URL: `${url}/v1`,
      COPILOT_PROVIDER_API_KEY: 'fake-key',
      COPILOT_MODEL: 'claude-sonnet-4.6',
      COPILOT_OFFLINE: 'true',
    }),
    dialogs: [
      { see: /Do you trust|trust the files/i, keys: ENTER },
      { see: /add this key binding/, keys: ['Escape'] },
      { see: /Do you want to (create|run|edit|allow|proceed)|Manual Approval/i, keys: ENTER },
    ],
    shell: false,
    headless: 'no_result',
    grant: true,
  },
  {
    id: 'qwen',
    package: '@qwen-code/qwen-code',
    version: '0.24.4',
    home: () => ({
      '.qwen/settings.json': JSON.stringify({
        security: { auth: { selectedType: 'openai' } },
        general: { enableAutoUpdate: false },
        privacy: { usageStatisticsEnabled: false },
        memory: { enableManagedAutoMemory: false },
      }),
    }),
    env: (url) => ({ OPENAI_API_KEY: 'fake-key', OPENAI_BASE_URL: `${url}/v1`, OPENAI_MODEL: 'scripted' }),
    dialogs: [
      { see: /connect .*(IDE|VS Code)/i, keys: ['Escape'] },
      { see: /Allow execution of/, keys: ENTER },
    ],
    shell: true,
    headless: 'no_result',
    grant: false,
  },
];

/** Codex takes its model from its configuration file, so the file depends on the server. */
export function codexConfig(url: string): string {
  return [
    'model = "gpt-5.5"',
    'model_provider = "m"',
    'check_for_update_on_startup = false',
    '[analytics]\nenabled = false',
    '[model_providers.m]',
    'name = "m"',
    `base_url = "${url}/v1"`,
    'env_key = "K"',
    'wire_api = "responses"',
    '',
  ].join('\n');
}
