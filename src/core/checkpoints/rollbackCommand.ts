/**
 * Going back to a checkpoint by hand, without the extension: a script to paste into a shell. It is as careful as the
 * extension (docs/editor-api.md (f)): a two-tree merge on a private index, after the present state got a ref.
 */
import { printfLines, shellWord } from '../shellText';
import type { CheckpointRecord } from './checkpoint';
import { inLine } from './message';

/** Where the states from before rollbacks by hand are kept; nothing ever removes them by itself. */
export const BY_HAND_REFS = 'refs/stage-runner/rollbacks';

/** What a person's shell or configuration may have set and must not count, and no program beside git. */
const SURROUNDINGS = `unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_COMMON_DIR GIT_NAMESPACE GIT_PREFIX
unset GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_CONFIG_PARAMETERS
unset GIT_LITERAL_PATHSPECS GIT_GLOB_PATHSPECS GIT_NOGLOB_PATHSPECS GIT_ICASE_PATHSPECS
export GIT_CONFIG_COUNT=5
export GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=/dev/null
export GIT_CONFIG_KEY_1=core.fsmonitor GIT_CONFIG_VALUE_1=false
export GIT_CONFIG_KEY_2=core.splitIndex GIT_CONFIG_VALUE_2=false
export GIT_CONFIG_KEY_3=core.safecrlf GIT_CONFIG_VALUE_3=false
export GIT_CONFIG_KEY_4=submodule.recurse GIT_CONFIG_VALUE_4=false
export GIT_AUTHOR_NAME='Stage Runner' GIT_AUTHOR_EMAIL=stage-runner@localhost
export GIT_COMMITTER_NAME='Stage Runner' GIT_COMMITTER_EMAIL=stage-runner@localhost`;

/** With its time: git tells by it which files may have changed in the same second. */
const OWN_INDEX = `work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
index=$(git rev-parse --git-path index)
if [ -f "$index" ]; then cp -p "$index" "$work/index"; fi
export GIT_INDEX_FILE="$work/index"`;

/**
 * The tree to go to: the checkpoint's, but what it has left out stays as it is now, and so does what its own rules
 * ignored, except where it has a file itself.
 */
const GOAL = `git_dir=$(git rev-parse --absolute-git-dir)
mkdir "$work/rules"
GIT_INDEX_FILE="$work/goal" git read-tree "$to"
GIT_INDEX_FILE="$work/goal" git ls-files -z -- ':(glob)**/.gitignore' > "$work/paths"
GIT_INDEX_FILE="$work/goal" git checkout-index -z --stdin --prefix="$work/rules/" < "$work/paths"
git diff-tree -r -z --no-renames --name-only --diff-filter=D "$(git write-tree)" "$to" > "$work/paths"
xargs -0 sh -c 'for path do printf "./%s\\000" "$path"; done' sh < "$work/paths" > "$work/asked"
(
  cd "$work/rules" &&
    git --git-dir="$git_dir" --work-tree=. check-ignore --no-index -z --stdin < "$work/asked" > "$work/ignored"
) || [ $? -eq 1 ]
held() { xargs -0 git --literal-pathspecs ls-files "$@" -z -- .git; }
held --stage < "$work/ignored" > "$work/ignored-entries"
held --stage < "$work/left-out" > "$work/left-out-entries"
git ls-tree -r -z "$to" > "$work/entries"
export GIT_INDEX_FILE="$work/goal"
git read-tree --empty
git update-index -z --index-info < "$work/ignored-entries"
git update-index -z --index-info < "$work/entries"
held --cached < "$work/left-out" > "$work/paths"
git update-index -z --force-remove --stdin < "$work/paths"
git update-index -z --index-info < "$work/left-out-entries"
goal=$(git write-tree)
export GIT_INDEX_FILE="$work/index"`;

/** What git ignores now and the checkpoint has would be overwritten: it is held too, or nothing is done. */
const HOLD_WHAT_IS_IN_THE_WAY = `look() {
  git diff-tree -r -z --no-renames --name-only --diff-filter=A "$(git write-tree)" "$goal" > "$work/added"
  xargs -0 sh -c 'for path do
    printf "%s\\000" "$path"
    while case $path in */*) true ;; *) false ;; esac; do
      path=\${path%/*}
      if [ -L "$path" ] || [ -f "$path" ]; then printf "%s\\000" "$path"; fi
    done
  done' sh < "$work/added" > "$work/paths"
  xargs -0 git --literal-pathspecs ls-files -o -z -- .git < "$work/paths" > "$work/in-the-way"
}
look
git update-index -z --add --stdin < "$work/in-the-way"
look
if [ -s "$work/in-the-way" ]; then
  echo "Nothing was changed. These are in the way:" >&2
  tr "\\000" "\\n" < "$work/in-the-way" >&2
  exit 1
fi`;

const KEEP_AND_GO = `now=$(git write-tree)
if head=$(git rev-parse -q --verify HEAD); then set -- -p "$head"; else set --; fi
safety=$(git commit-tree "$@" -m 'Before a rollback by hand' "$now")
git update-ref "${BY_HAND_REFS}/$(date -u +%Y%m%dT%H%M%SZ)-$$" "$safety"
git read-tree -m -u "$now" "$goal"
echo "Files changed: $(git diff-tree -r -z --no-renames --name-only "$now" "$goal" | tr -dc "\\000" | wc -c)"
echo "To undo this, paste the same lines with to=$safety"`;

/** The script; `undefined` for a checkpoint without a git object. HEAD, branch, index and stash stay as they are. */
export function rollbackCommand(record: CheckpointRecord): string | undefined {
  const { git } = record;
  if (git === undefined) return undefined;
  const leftOut = record.left_out.map(({ path }) => path.replace(/\/$/, ''));
  const script = [
    `# Stage Runner: return to ${comment(record.name)} of ${comment(record.created_at)}. Needs git 2.31 or newer.`,
    'set -eu',
    `to=${git.sha}`,
    `cd ${shellWord(git.worktree)}`,
    SURROUNDINGS,
    'git cat-file -e "$to^{tree}"',
    OWN_INDEX,
    addAll(leftOut),
    GOAL,
    HOLD_WHAT_IS_IN_THE_WAY,
    KEEP_AND_GO,
  ].join('\n');
  const end = endMark(script);
  // Whatever POSIX shell it is pasted into, `sh` runs it, all of it or, cut short, nothing; a failure ends only that.
  return `sh <<'${end}'\n{\n${script}\n} < /dev/null\n${end}\n`;
}

function addAll(leftOut: readonly string[]): string {
  if (leftOut.length === 0) return 'git add -A\n: > "$work/left-out"';
  const specs = ['.', ...leftOut.map((path) => `:(exclude,top,literal)${path}`)];
  return `printf '${printfLines(specs)}' |
  git add -A --pathspec-from-file=- --pathspec-file-nul
printf '${printfLines(leftOut)}' > "$work/left-out"`;
}

function comment(text: string): string {
  return inLine(text).replaceAll('!', '');
}

/** A line that the script has not: no name of a file can end it early. */
function endMark(script: string): string {
  let mark = 'end-of-rollback';
  while (script.split('\n').includes(mark)) mark += '-';
  return mark;
}
