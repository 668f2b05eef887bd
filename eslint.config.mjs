import js from '@eslint/js';
import mocha from 'eslint-plugin-mocha';
import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

/** Node's own modules, with and without `node:`; `node:path` is pure and stays allowed. */
const machine = builtinModules
  .filter((name) => !/^path(\/|$)/.test(name))
  .flatMap((name) => [name, `node:${name}`]);
const why = 'The rings of DESIGN.md: an inner ring never imports an outer one, effects arrive as arguments.';

const noEditor = {
  group: ['vscode', '**/vscode/**'],
  message: `src/node and src/core know no editor. ${why}`,
};
const noOuterRing = {
  group: ['**/node/**', '**/cli', '**/cli/**', '**/extension'],
  message: `src/core knows no machine. ${why}`,
};
const noEffectPackage = ['simple-git', 'cross-spawn', 'playwright-core'].map((name) => ({
  name,
  message: why,
}));

export default tseslint.config(
  { ignores: ['dist/**', 'media/**', 'test/fixtures/**', 'test/e2e/artifacts/**', '.vscode-test/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A number in a message is as good as a string; the rule is kept for objects, which would print "[object Object]".
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => promise.then(log)` and `() => emitter.fire()` say what they mean.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-floating-promises': 'error',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: { console: 'readonly', process: 'readonly', require: 'readonly', module: 'writable' },
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [...machine.map((name) => ({ name, message: why })), ...noEffectPackage],
          patterns: [noEditor, noOuterRing],
        },
      ],
      'no-restricted-globals': [
        'error',
        ...['process', 'setTimeout', 'setInterval', 'setImmediate', 'fetch', 'performance', 'crypto'].map(
          (name) => ({
            name,
            message: why,
          }),
        ),
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='Date'][property.name='now']",
          message: `No clock in core. ${why}`,
        },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: `No clock in core. ${why}`,
        },
        { selector: "CallExpression[callee.name='Date']", message: `No clock in core. ${why}` },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: `No randomness in core. ${why}`,
        },
        {
          selector: `ImportExpression[source.value=/^(vscode|node:(?!path)|.*\\u002f(node|vscode)\\u002f)/]`,
          message: why,
        },
      ],
    },
  },
  {
    files: ['src/node/**/*.ts', 'src/cli.ts', 'src/cli/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [noEditor] }],
      'no-restricted-syntax': [
        'error',
        { selector: `ImportExpression[source.value=/^(vscode$|.*\\u002fvscode\\u002f)/]`, message: why },
      ],
    },
  },
  {
    // A page knows neither an editor nor a machine; what it shows is sent to it.
    files: ['src/webview/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: machine.map((name) => ({ name, message: why })), patterns: [noEditor, noOuterRing] },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    plugins: { mocha },
    languageOptions: { globals: mocha.configs.recommended.languageOptions?.globals ?? {} },
    rules: {
      'mocha/no-exclusive-tests': 'error',
      'mocha/no-pending-tests': 'error',
      'mocha/no-identical-title': 'error',
      // Tests read what they have just made: an assertion that fails is as good a message as a guard.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
