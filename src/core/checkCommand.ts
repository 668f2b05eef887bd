/**
 * From a line a person typed to argument lists, without any shell: text from plans and settings never becomes part of
 * a command line. What only a shell could do is refused with the way out.
 */
import { parse } from 'shell-quote';
import type { CheckArgv } from './checks';

/** Why a line cannot be run, what was expected and what to do instead. */
export interface CommandProblem {
  readonly problem: string;
}

const INSTEAD = 'Put it in a script file and name that script here.';

/** A part of a line with what stands around it: quoted text counts differently from bare text. */
interface Quoting {
  /** The text outside quotes; each quoted stretch and escaped character is replaced by `_`. */
  readonly bare: string;
  /** The text outside single quotes: where a shell would substitute. */
  readonly substituted: string;
}

function quotingOf(text: string): Quoting | CommandProblem {
  let quote = '';
  let bare = '';
  let substituted = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '\\' && quote !== "'") {
      at += 1;
      if (quote === '') bare += /[\s"'$\\|&;()<>*?[\]{}#~!`]/.test(text.charAt(at)) ? '_' : '\\';
    } else if (char === quote) {
      quote = '';
      bare += '_';
    } else if (quote === '' && (char === '"' || char === "'")) {
      quote = char;
    } else {
      if (quote === '') bare += char;
      if (quote !== "'") substituted += char;
    }
  }
  if (quote !== '') return { problem: `A ${quote} is opened and never closed: ${text}` };
  return { bare, substituted };
}

/** What a shell would do with the bare text and we do not. */
const SHELL_ONLY: readonly (readonly [RegExp, string])[] = [
  [/\\/, 'a backslash before an ordinary character is not a path separator here: write / or quote the path'],
  [/\|\|/, '|| needs a shell'],
  [/\|/, 'a pipe needs a shell'],
  [/[<>]/, 'a redirect needs a shell'],
  [/;/, '; needs a shell (&& is understood)'],
  [/[()]/, 'parentheses need a shell'],
  [/(^|[^&])&($|[^&])/, '& needs a shell'],
  [/[*?]/, 'a wildcard needs a shell (quote it when the program itself expands it)'],
  [/\{[^}]*(,|\.\.)[^}]*\}/, 'a list in braces needs a shell'],
  [/(^|[\s=])~/, '~ needs a shell'],
  [/\S#/, 'a # inside a word must be quoted'],
];

/** Nobody types a longer one; looking for lists in braces takes the square of its length. */
const LONGEST = 10_000;

function refusal(text: string): CommandProblem | undefined {
  if (text.length > LONGEST)
    return { problem: `A command is no longer than ${LONGEST} characters. ${INSTEAD}` };
  if (/\p{Cc}/u.test(text.replaceAll('\t', ' '))) {
    return { problem: `A command is one line without control characters. ${INSTEAD}` };
  }
  const quoting = quotingOf(text);
  if ('problem' in quoting) return quoting;
  // A comment is dropped, so nothing in it matters.
  const bare = quoting.bare.replace(/(^|\s)#.*$/, '');
  const reason = /[`$]/.test(quoting.substituted)
    ? '$ and ` substitute text, which needs a shell'
    : SHELL_ONLY.find(([pattern]) => pattern.test(bare))?.[1];
  return reason === undefined
    ? undefined
    : { problem: `"${text}" is run without a shell: ${reason}. ${INSTEAD}` };
}

/** Some systems have programs of these names, which do nothing: what follows would run elsewhere than it says, and pass. */
const OF_THE_SHELL: ReadonlySet<string> = new Set([
  'cd',
  'pushd',
  'popd',
  'export',
  'unset',
  'set',
  'alias',
  'source',
  '.',
  'eval',
  'umask',
  'ulimit',
]);

/**
 * Splits a command line into the argument lists of its `&&` sequence, each with its leading `NAME=value` settings.
 * Pipes, redirects, `;`, substitutions, bare wildcards and what changes the shell itself are refused.
 */
export function parseCommandLine(text: string): readonly CheckArgv[] | CommandProblem {
  const line = text.trim();
  const refused = refusal(line);
  if (refused !== undefined) return refused;
  const segments: string[][] = [[]];
  for (const entry of parse(line)) {
    if (typeof entry === 'string') segments.at(-1)?.push(entry);
    else if ('op' in entry && entry.op === '&&') segments.push([]);
    else if (!('comment' in entry)) return { problem: `"${line}" needs a shell. ${INSTEAD}` };
  }
  const commands: CheckArgv[] = [];
  for (const words of segments) {
    const command = withSettings(words);
    if (command === undefined) return { problem: `"${line}" names no program to run.` };
    const [program = ''] = command.argv;
    if (OF_THE_SHELL.has(program))
      return {
        problem: `"${line}" is run without a shell: ${program} changes the shell itself. ${INSTEAD}`,
      };
    commands.push(command);
  }
  return commands;
}

/** `undefined` when no program follows the settings. */
function withSettings(words: readonly string[]): CheckArgv | undefined {
  const start = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  if (start === -1 || words[start] === '') return undefined;
  const settings = words.slice(0, start).map((word): [string, string] => {
    const at = word.indexOf('=');
    return [word.slice(0, at), word.slice(at + 1)];
  });
  return { argv: words.slice(start), env: Object.fromEntries(settings) };
}
