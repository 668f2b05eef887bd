import assert from 'node:assert/strict';
import { readPatch } from '../../../../../../src/core/formats/prompts/run/patch';

function shown(text: string): string[] {
  const read = readPatch(text);
  if ('problem' in read) return [`! ${read.problem}`];
  return read.map(({ path, what, edits, whole }) => {
    const all = edits.map(({ from, removed, added, sample }) => `${from}-${removed}+${added} ${sample}`);
    return `${JSON.stringify(path)} ${what}${whole ? ' whole' : ''}: ${all.join(', ')}`;
  });
}

describe('prompts: reading a patch', () => {
  const cases: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
    ['of nothing', '', []],
    [
      'with edits in one hunk and in another',
      `diff --git a/x.ts b/x.ts
index 1..2 100644
--- a/x.ts
+++ b/x.ts
@@ -2,4 +2,5 @@ function f() {
 two
-three
+THREE
 four
+new
 five
@@ -20 +21,0 @@
-twenty
`,
      ['"x.ts" changed: 2-1+1 -three, 4-0+1 +new, 19-1+0 -twenty'],
    ],
    [
      'of a new and a deleted file',
      `diff --git a/n b/n
new file mode 100644
--- /dev/null
+++ b/n
@@ -0,0 +1,2 @@
+a
+b
\\ No newline at end of file
diff --git a/d b/d
deleted file mode 100644
--- a/d
+++ /dev/null
@@ -1 +0,0 @@
-a
`,
      ['"n" added: 0-0+2 +a', '"d" deleted: 0-1+0 -a'],
    ],
    [
      'of a binary file, a mode and an empty file',
      `diff --git a/b.png b/b.png
index 1..2 100644
Binary files a/b.png and b/b.png differ
diff --git a/run.sh b/run.sh
old mode 100644
new mode 100755
diff --git a/e b/e
new file mode 100644
index 0..e
`,
      ['"b.png" changed whole: ', '"run.sh" changed whole: ', '"e" added: '],
    ],
    [
      'whose lines look like its own headers',
      `diff --git a/x b/x
--- a/x
+++ b/x
@@ -1,3 +1,3 @@
--- a/forged
-diff --git a/forged b/forged
+++ b/forged
+@@ -1 +1 @@
 deleted file mode
`,
      ['"x" changed: 0-2+2 --- a/forged'],
    ],
    [
      'with a line that lost its blank',
      `diff --git a/x b/x
@@ -1,2 +1,3 @@

+a
 b
`,
      ['"x" changed: 1-0+1 +a'],
    ],
    [
      'without a new line at the end',
      `diff --git a/x b/x
@@ -1 +1 @@
-a
\\ No newline at end of file
+a
`,
      ['"x" changed: 0-1+1 -a'],
    ],
    [
      'with names that git quotes, and names that look like two',
      `diff --git "a/\\303\\244\\t\\"\\\\ b" "b/\\303\\244\\t\\"\\\\ b"
new file mode 100644
diff --git a/x b/x b/x b/x
new file mode 100644
`,
      ['"ä\\t\\"\\\\ b" added: ', '"x b/x" added: '],
    ],
    [
      'that begins with something else',
      'warning: x\n',
      ['! The patch cannot be read: it names no file where one begins.'],
    ],
    [
      'of two names',
      'diff --git a/x b/y\n',
      ['! The patch cannot be read: it names no file where one begins.'],
    ],
    ['of no name', 'diff --git \n', ['! The patch cannot be read: it names no file where one begins.']],
    ['that is cut short', 'diff --git a/x b/x\n@@ -1,3 +1,3 @@\n a\n', ['! The patch of "x" is cut short.']],
    [
      'with a hunk that says too little',
      'diff --git a/x b/x\n@@ -1 +1,0 @@\n-a\n-b\n',
      ['"x" changed: 0-1+0 -a'],
    ],
    [
      'with more of one side than it says',
      'diff --git a/x b/x\n@@ -1 +1,2 @@\n a\n b\n',
      ['! The patch of "x" is cut short.'],
    ],
  ];
  for (const [name, text, expected] of cases)
    it(name, () => {
      assert.deepEqual(shown(text), expected);
    });

  it('of very many lines ends at once', () => {
    const many = 200_000;
    const body = ' a\n+b\n'.repeat(many);
    const read = readPatch(`diff --git a/x b/x\n@@ -1,${many} +1,${2 * many} @@\n${body}`);
    assert.ok(!('problem' in read));
    assert.equal(read[0]?.edits.length, many);
  });
});
