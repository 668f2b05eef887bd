/**
 * What other work rests on: core workflow scripts, install commands and build assumptions (prompts.md 2.4). Globs over
 * paths relative to the worktree's top folder, whatever the case of their letters.
 */
const KINDS: readonly (readonly [what: string, globs: readonly string[]])[] = [
  [
    'continuous integration',
    [
      '.github/{workflows,actions}/**',
      '**/{.gitlab-ci,.travis,appveyor,.appveyor,azure-pipelines,bitbucket-pipelines,cloudbuild,.drone,.woodpecker}.{yml,yaml}',
      '{.circleci,.buildkite,.gitlab,.woodpecker,.teamcity,.azure-pipelines}/**',
      '**/Jenkinsfile*',
    ],
  ],
  [
    'a package manifest',
    [
      '**/{package,composer,deno}.json',
      '**/{deno.jsonc,pnpm-workspace.yaml,.npmrc,.pnpmfile.cjs,bunfig.toml}',
      '**/.yarnrc*',
      '**/{pyproject.toml,setup.py,setup.cfg,Pipfile,environment.yml}',
      '**/{requirements,constraints}*.txt',
      '**/{Cargo.toml,go.mod,go.work,Gemfile,pom.xml,mix.exs,pubspec.yaml,Package.swift,Podfile}',
      '**/*.{gemspec,csproj,fsproj,vbproj,nuspec}',
      '**/{Brewfile,Aptfile,Vagrantfile}',
    ],
  ],
  [
    'a lock file',
    [
      '**/{package-lock.json,npm-shrinkwrap.json,yarn.lock,pnpm-lock.yaml,bun.lock,bun.lockb,deno.lock}',
      '**/{Cargo.lock,poetry.lock,uv.lock,Pipfile.lock,go.sum,Gemfile.lock,composer.lock,mix.lock,pubspec.lock}',
      '**/{flake,devbox}.lock',
    ],
  ],
  [
    'a task runner’s file',
    [
      '**/{Makefile,GNUmakefile,justfile,.justfile,Rakefile,noxfile.py,tox.ini,tasks.py}',
      '**/*.mk',
      '**/Taskfile.{yml,yaml}',
    ],
  ],
  [
    'a container’s file',
    [
      '**/{Dockerfile,Containerfile}*',
      '**/*.{Dockerfile,Containerfile}',
      '**/{docker-compose,compose}*.{yml,yaml}',
      '**/.dockerignore',
      '**/.devcontainer/**',
    ],
  ],
  [
    'an install script',
    [
      '**/{install,bootstrap,setup,postinstall,preinstall}*.{sh,bash,zsh,ps1,bat,cmd,py,js,mjs,cjs,ts}',
      '**/{install,bootstrap,configure}',
      '**/{.tool-versions,.nvmrc,.node-version,.python-version,.ruby-version,rust-toolchain,rust-toolchain.toml,.envrc,mise.toml,.mise.toml}',
    ],
  ],
  [
    'a build configuration',
    [
      '**/{tsconfig,jsconfig}*.json',
      '**/*.config.{js,cjs,mjs,ts,cts,mts,json}',
      '**/{build,bundle,esbuild,rollup,webpack,gulpfile,gruntfile}*.{js,cjs,mjs}',
      '**/{esbuild,rollup,webpack,gulpfile,gruntfile}*.{ts,cts,mts}',
      '**/{.babelrc,.swcrc,.eslintrc,.mocharc}*',
      '**/{nx,turbo,lerna,angular}.json',
      '**/{CMakeLists.txt,meson.build,build.rs,build.sbt,BUILD,BUILD.bazel,WORKSPACE,MODULE.bazel,.bazelrc,conftest.py,pytest.ini}',
      '**/*.{cmake,gradle,sln,props,targets}',
      '**/{*.nix,devbox.json}',
      '**/{build,settings}.gradle.kts',
      '**/{gradle.properties,gradlew,gradlew.bat,mvnw,mvnw.cmd}',
      '**/{.mvn,.cargo}/**',
      '**/gradle/wrapper/**',
      '**/{.gitmodules,.gitattributes}',
    ],
  ],
  [
    'a workflow script',
    [
      '**/{.husky,.githooks}/**',
      '**/{.pre-commit-config.yaml,lefthook.yml,.lintstagedrc*}',
      '**/scripts/**/*.{sh,bash,zsh,fish,ps1,psm1,bat,cmd,py,rb,pl,js,cjs,mjs,ts,cts,mts}',
      '{script,bin,tools,ci,.ci,hack}/**/*.{sh,bash,zsh,fish,ps1,psm1,bat,cmd,py,rb,pl,js,cjs,mjs,ts,cts,mts}',
      '**/{build,check,ci,deploy,lint,package,publish,release,run,test,verify}*.{sh,bash,zsh,ps1,bat,cmd}',
      'skills-foundry/{bin,skills,flows}/**',
      '.vscode/**',
    ],
  ],
  ['a file of the prompts themselves', ['**/.prompts/**']],
];

/** The globs that hold unless a person's settings name others. */
export const SENSITIVE_GLOBS: readonly string[] = KINDS.flatMap(([, globs]) => globs);

/** What a file is that one of the globs matches; of a glob of a person's own nobody knows more than that it is listed. */
export function kindOf(glob: string): string {
  return KINDS.find(([, globs]) => globs.includes(glob))?.[0] ?? 'listed in the settings';
}
