/** What was made of a file is kept as long as the file did not change. */
import type { FileText } from './format';

/** A reader that parses the same `FileText` once. */
export function once<T>(parse: (source: FileText, file: string) => T): (source: FileText, file: string) => T {
  const known = new WeakMap<FileText, { readonly value: T }>();
  return (source, file) => {
    const value = known.get(source)?.value ?? parse(source, file);
    known.set(source, { value });
    return value;
  };
}
