import assert from 'node:assert/strict';
import type { PathChange } from '../../../../../../src/core/checkpoints/checkpoint';
import { commandLine } from '../../../../../../src/core/formats/prompts/run/commands';
import {
  type CommitProposal,
  commitProposals,
  type PromptChange,
} from '../../../../../../src/core/formats/prompts/run/commitProposal';
import type { FilePatch } from '../../../../../../src/core/formats/prompts/run/patch';

/** `src/a 2-1+1 8-0+2`, `+new`, `-gone`, `*binary`. */
function file(text: string): FilePatch {
  const [name = '', ...rest] = text.split(' ');
  const edits = rest.map((one) => {
    const [from = 0, removed = 0, added = 0] = one.split(/[-+]/).map(Number);
    return { from, removed, added, sample: `+${one}` };
  });
  const what = name.startsWith('+') ? 'added' : name.startsWith('-') ? 'deleted' : 'changed';
  return { path: name.replace(/^[-+*]/, ''), what, edits, whole: name.startsWith('*') };
}

function change(number: string, ...files: readonly string[]): PromptChange {
  return { key: `PROMPT_${number}`, number, title: `Title ${number}`, files: files.map(file) };
}

function shown({ message, files, commands }: CommitProposal): string[] {
  return [
    message,
    ...files.map(({ path, hunks, note }) => {
      const parts = hunks?.map(({ at, lines }) => `${at}+${lines}`).join(' ') ?? 'whole';
      return `  ${path}: ${parts}${note === undefined ? '' : `. ${note}`}`;
    }),
    ...commands.map((argv) => `  $ ${commandLine(argv)}`),
  ];
}

const NOTHING: readonly PathChange[] = [];

describe('prompts: proposed commits', () => {
  const cases: readonly (readonly [
    name: string,
    changes: readonly PromptChange[],
    before: readonly PathChange[],
    expected: readonly string[],
  ])[] = [
    [
      'take the files of each prompt',
      [change('09', 'a 2-1+1', '+b', '-c'), change('10', '*d.png')],
      NOTHING,
      [
        '[PROMPT_09] Title 09',
        '  a: whole',
        '  b: whole',
        '  c: whole',
        '  $ git --literal-pathspecs add --all -- a b c',
        "  $ git commit --message '[PROMPT_09] Title 09'",
        '[PROMPT_10] Title 10',
        '  d.png: whole',
        '  $ git --literal-pathspecs add --all -- d.png',
        "  $ git commit --message '[PROMPT_10] Title 10'",
      ],
    ],
    [
      'take hunks of a file that two prompts changed apart',
      [change('09', 'a 2-1+1'), change('10', 'a 20-0+4', 'b')],
      NOTHING,
      [
        '[PROMPT_09] Title 09',
        '  a: 2+1',
        '  $ git --literal-pathspecs add --patch -- a',
        "  $ git commit --message '[PROMPT_09] Title 09'",
        '[PROMPT_10] Title 10',
        '  a: 20+4',
        '  b: whole',
        '  $ git --literal-pathspecs add --all -- b',
        '  $ git --literal-pathspecs add --patch -- a',
        "  $ git commit --message '[PROMPT_10] Title 10'",
      ],
    ],
    [
      'say what cannot be told apart, and give it to the last',
      [change('09', 'a 2-1+1 30-1+1'), change('10', 'a 2-1+2')],
      NOTHING,
      [
        '[PROMPT_09] Title 09',
        '  a: 31+1',
        '  $ git --literal-pathspecs add --patch -- a',
        "  $ git commit --message '[PROMPT_09] Title 09'",
        '[PROMPT_10] Title 10',
        '  a: 2+2. One hunk is of PROMPT_09 and PROMPT_10 together and cannot be told apart.',
        '  $ git --literal-pathspecs add --patch -- a',
        "  $ git commit --message '[PROMPT_10] Title 10'",
      ],
    ],
    [
      'leave a prompt without a commit where all of its work went into a later one',
      [change('99', 'a 2-1+1 9-1+1'), change('100', 'a 1-9+9')],
      NOTHING,
      [
        '[PROMPT_99] Title 99',
        '[PROMPT_100] Title 100',
        '  a: 1+9. One hunk is of PROMPT_99 and PROMPT_100 together and cannot be told apart.',
        '  $ git --literal-pathspecs add --patch -- a',
        "  $ git commit --message '[PROMPT_100] Title 100'",
      ],
    ],
    [
      'give a file whole to the last where it cannot be split',
      [
        change('09', '+new 0-0+3', '*bin', 'gone 1-1+1', '-back'),
        change('10', 'new 1-1+1', 'bin', '-gone', '+back'),
      ],
      NOTHING,
      [
        '[PROMPT_09] Title 09',
        '[PROMPT_10] Title 10',
        '  new: whole. PROMPT_09 and PROMPT_10 changed it. It goes whole: HEAD does not have it, and a new file has one hunk.',
        '  bin: whole. PROMPT_09 and PROMPT_10 changed it. It goes whole: it is no text, or its mode changed.',
        '  gone: whole. PROMPT_09 and PROMPT_10 changed it. It goes whole: it was deleted, made again or became another kind of file.',
        '  back: whole. PROMPT_09 and PROMPT_10 changed it. It goes whole: it was deleted, made again or became another kind of file.',
        '  $ git --literal-pathspecs add --all -- new bin gone back',
        "  $ git commit --message '[PROMPT_10] Title 10'",
      ],
    ],
    [
      'pass over a file that came and went',
      [change('09', '+tmp', '-older'), change('10', '-tmp')],
      [{ path: 'older', what: 'added' }],
      ['[PROMPT_09] Title 09', '[PROMPT_10] Title 10'],
    ],
    [
      'keep what was changed before the batch out, or say that it is in',
      [change('09', 'a 2-1+1', 'n 2-1+1', '*b', '+d')],
      [
        { path: 'a', what: 'changed' },
        { path: 'n', what: 'added' },
        { path: 'b', what: 'changed' },
        { path: 'd', what: 'deleted' },
        { path: 'other', what: 'changed' },
      ],
      [
        '[PROMPT_09] Title 09',
        '  a: 2+1. Hunks from before the batch are in it too: leave those out.',
        '  n: whole. It had changes before the batch. It goes whole: HEAD does not have it, and a new file has one hunk.',
        '  b: whole. It had changes before the batch. It goes whole: it is no text, or its mode changed.',
        '  d: whole. It had changes before the batch. It goes whole: HEAD has it and it was deleted before the batch.',
        '  $ git --literal-pathspecs add --all -- n b d',
        '  $ git --literal-pathspecs add --patch -- a',
        "  $ git commit --message '[PROMPT_09] Title 09'",
      ],
    ],
    ['of nothing', [], NOTHING, []],
  ];
  for (const [name, changes, before, expected] of cases)
    it(name, () => {
      assert.deepEqual(commitProposals(changes, before).flatMap(shown), expected);
    });

  it('take names and titles as they are, and show them so that a shell does too', () => {
    const hostile: PromptChange = {
      ...change('09', 'x'),
      title: `It's\n$(rm -rf ~) \u202e! ${'a'.repeat(200)}`,
      files: [file('-x'), { ...file('x'), path: ":(top)*'\n$(id) -p" }],
    };
    const [proposal] = commitProposals([hostile], []);
    assert.deepEqual(proposal?.commands[0], [
      'git',
      '--literal-pathspecs',
      'add',
      '--all',
      '--',
      'x',
      ":(top)*'\n$(id) -p",
    ]);
    assert.match(proposal.message, /^\[PROMPT_09\] It's \$\(rm -rf ~\) ! a+…$/);
    assert.ok(proposal.message.length <= 101);
    assert.equal(
      commandLine(proposal.commands[0]),
      `git --literal-pathspecs add --all -- x "$(printf ':(top)*'\\''\\012$(id) -p')"`,
    );
  });

  it('of very many files name them in several commands', () => {
    const files = Array.from({ length: 120 }, (_, at) => `f${at}`);
    const [proposal] = commitProposals([change('09', ...files)], []);
    assert.deepEqual(
      proposal?.commands.map((argv) => argv.filter((word) => /^f\d/.test(word)).length),
      [50, 50, 20, 0],
    );
  });
});
