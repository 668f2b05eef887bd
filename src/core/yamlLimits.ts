/** Bounds that a YAML text must keep before it is composed. */
import { Lexer, Parser } from 'yaml';

/** Characters of text, nested collections, values (also after aliases are followed), uses of an alias. */
export const YAML_LIMITS = { characters: 1_000_000, depth: 60, values: 10_000, aliases: 100 } as const;

/**
 * Why a text may not be handed to `parseDocument`, with the 0-based line; `undefined` when it may.
 * Composing recurses: some two thousand brackets end the process, past any catch, where a regular expression is
 * compiled on the last of the stack. It also compares every key of a map with every other. This here does neither.
 */
export function yamlRefusal(
  text: string,
  { values }: { readonly values: number } = YAML_LIMITS,
): { line: number; message: string } | undefined {
  const { characters, depth } = YAML_LIMITS;
  if (text.length > characters) {
    return { line: 0, message: `The YAML has ${text.length} characters; at most ${characters} are read.` };
  }
  const parser = new Parser();
  let [line, lexemes] = [0, 0];
  for (const lexeme of new Lexer().lex(text)) {
    Array.from(parser.next(lexeme)); // The parser moves on as its tokens are taken.
    lexemes += 1;
    if (parser.stack.length > depth)
      return { line, message: `Values are nested more than ${depth} deep here.` };
    if (lexemes > values * 4)
      return { line, message: `There are more than ${values} values before this line.` };
    line += lexeme.split('\n').length - 1;
  }
  return undefined;
}
