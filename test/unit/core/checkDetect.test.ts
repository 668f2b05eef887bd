import assert from 'node:assert/strict';
import { detectCommand, type ProjectFiles } from '../../../src/core/checkDetect';
import type { CheckName } from '../../../src/core/checks';

const CHECKS: readonly CheckName[] = ['format', 'lint', 'build', 'test'];

/** The commands of format, lint, build and test, `-` where there is none. */
function detected(texts: Readonly<Record<string, string>>, others: readonly string[] = []): string {
  const files: ProjectFiles = { names: [...Object.keys(texts), ...others], texts };
  return CHECKS.map((check) => detectCommand(check, files)?.join(' ') ?? '-').join(' | ');
}

const scripts = (names: Readonly<Record<string, string>>): string => JSON.stringify({ scripts: names });
const all = scripts({ format: 'f', lint: 'l', build: 'b', test: 't' });

describe('detecting check commands', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['nothing', detected({}), '- | - | - | -'],
    [
      'a Taskfile',
      detected({ 'Taskfile.yml': 'version: 3\ntasks:\n  fmt: {}\n  check: x\n  build: y\n  test: z\n' }),
      'task fmt | - | task check | task test',
    ],
    ['a Taskfile that is no YAML', detected({ 'Taskfile.yml': 'tasks: [' }), '- | - | - | -'],
    [
      'a Taskfile nested past reading',
      detected({ 'Taskfile.yml': `a: ${'['.repeat(2500)}` }),
      '- | - | - | -',
    ],
    ['a Taskfile without tasks', detected({ 'Taskfile.yaml': '- tasks' }), '- | - | - | -'],
    [
      'a justfile',
      detected({
        justfile:
          'set x := "y"\nlint := "no"\n\n@fmt:\n  x\ntest *args:\n  x\nbuild target="all": dep\n  x\n',
      }),
      'just fmt | - | just build | just test',
    ],
    ['a recipe that wants an argument', detected({ justfile: 'test name:\n  x\n' }), '- | - | - | -'],
    [
      'a Makefile',
      detected({ Makefile: 'build := 1\n.PHONY: lint\nformat lint: x\n\tlint\ntest::\n\tx\n\tbuild:\n' }),
      'make format | make lint | - | make test',
    ],
    [
      'npm',
      detected({ 'package.json': all }),
      'npm run format | npm run lint | npm run build | npm run test',
    ],
    [
      'check before build',
      detected({ 'package.json': scripts({ build: 'b', check: 'c' }) }),
      '- | - | npm run check | -',
    ],
    ...(['pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb', 'package-lock.json'] as const).map(
      (lock): [string, string, string] => {
        const tool = { 'pnpm-lock.yaml': 'pnpm', 'yarn.lock': 'yarn', 'package-lock.json': 'npm' } as Partial<
          Record<string, string>
        >;
        const name = tool[lock] ?? 'bun';
        return [
          lock,
          detected({ 'package.json': scripts({ test: 't' }) }, [lock]),
          `- | - | - | ${name} run test`,
        ];
      },
    ),
    [
      "npm init's own test script",
      detected({ 'package.json': scripts({ test: 'echo "Error: no test specified" && exit 1' }) }),
      '- | - | - | -',
    ],
    ['a broken package.json', detected({ 'package.json': '{' }), '- | - | - | -'],
    ['a package.json of another kind', detected({ 'package.json': '[1]' }), '- | - | - | -'],
    ['Cargo', detected({}, ['Cargo.toml']), 'cargo fmt | cargo clippy | cargo check | cargo test'],
    ['Go', detected({}, ['go.mod']), 'go fmt ./... | go vet ./... | go build ./... | go test ./...'],
    ['pyproject without tools', detected({ 'pyproject.toml': '[project]\n' }), '- | - | - | -'],
    [
      'pyproject',
      detected({ 'pyproject.toml': '[tool.ruff]\n[tool.mypy]\n[tool.pytest.ini_options]\n' }),
      'ruff format . | ruff check . | mypy . | pytest',
    ],
    ['black', detected({ 'pyproject.toml': '[tool.black]\n' }), 'black . | - | - | -'],
    ['uv', detected({ 'pyproject.toml': 'dev = ["pytest>=8"]\n' }, ['uv.lock']), '- | - | - | uv run pytest'],
    [
      'poetry',
      detected({ 'pyproject.toml': 'pytest = "8"\n' }, ['poetry.lock']),
      '- | - | - | poetry run pytest',
    ],
    ['Maven', detected({}, ['pom.xml']), '- | - | mvn compile | mvn test'],
    ['the Maven wrapper', detected({}, ['pom.xml', 'mvnw']), '- | - | ./mvnw compile | ./mvnw test'],
    ['Gradle', detected({}, ['build.gradle.kts']), '- | - | gradle assemble | gradle test'],
    [
      'the Gradle wrapper',
      detected({}, ['settings.gradle', 'gradlew']),
      '- | - | ./gradlew assemble | ./gradlew test',
    ],
    ['.NET', detected({}, ['Shop.sln']), 'dotnet format | - | dotnet build | dotnet test'],
    [
      'the first source that offers a check, check by check',
      detected({ Makefile: 'lint:\n', 'package.json': all }, ['Cargo.toml']),
      'cargo fmt | make lint | cargo check | cargo test',
    ],
  ];
  for (const [name, actual, expected] of cases) {
    it(name, () => {
      assert.equal(actual, expected);
    });
  }
});
