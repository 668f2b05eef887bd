/** Foreign text in commands that a person pastes into a POSIX shell. */

/**
 * Everything but plain printable text: control characters, which a terminal obeys while they are pasted; characters
 * that change how a line looks; and `!`, which interactive shells expand.
 */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}!]/gu;

/** The text as one word of a command. Line ends at its end are lost. */
export function shellWord(text: string): string {
  const plain = text.search(UNSAFE) === -1;
  return plain ? `'${text.replaceAll("'", "'\\''")}'` : `"$(printf '${printfText(text)}')"`;
}

/** The texts as the format of one `printf`, each ended by NUL. */
export function printfLines(texts: readonly string[]): string {
  return texts.map((text) => `${printfText(text)}\\000`).join('');
}

/** The text between the single quotes of a `printf` format. A `-` at its start would be taken for an option. */
function printfText(text: string): string {
  const plain = text.replaceAll('\\', '\\\\').replaceAll('%', '%%').replaceAll("'", "'\\''");
  return plain.replace(UNSAFE, octal).replace(/^-/, octal);
}

function octal(character: string): string {
  return Array.from(
    new TextEncoder().encode(character),
    (byte) => `\\${byte.toString(8).padStart(3, '0')}`,
  ).join('');
}
