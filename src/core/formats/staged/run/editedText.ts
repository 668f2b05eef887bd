/** A text that is edited line by line and keeps every byte beside what is changed: line ends, blanks, a byte order mark. */

/** A text after edits, and why those that were not made were not, each in a sentence. Nothing to do gives the same text. */
export interface Edited {
  readonly text: string;
  readonly refused: readonly string[];
}

/** Edits name lines by their places in the text as it was. */
export class EditedText {
  /** Without line ends and byte order mark; never changed, so that places found before an edit stay right. */
  readonly lines: readonly string[];
  readonly refused: string[] = [];
  private readonly mark: string;
  private readonly ends: readonly string[];
  private readonly changed = new Map<number, string>();

  constructor(private readonly text: string) {
    this.mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
    const lines = text.slice(this.mark.length).split('\n');
    this.ends = lines.map(
      (line, at) => (line.endsWith('\r') ? '\r' : '') + (at < lines.length - 1 ? '\n' : ''),
    );
    this.lines = lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  }

  /** A line as the edits before have made it. */
  line(at: number): string {
    return this.changed.get(at) ?? this.lines[at] ?? '';
  }

  set(at: number, line: string): void {
    this.changed.set(at, line);
  }

  /** Puts lines behind one; they end as the first line of the text does. */
  insertAfter(at: number, lines: readonly string[]): void {
    const end = this.ends[0] === '\r\n' ? '\r\n' : '\n';
    this.set(at, [this.line(at), ...lines].join(end));
  }

  /** Puts a text in the place of one; several places of a line go from its end to its beginning. */
  replace(at: number, from: number, to: number, text: string): void {
    const line = this.line(at);
    this.set(at, line.slice(0, from) + text + line.slice(to));
  }

  /** Says why an edit is not made. */
  refuse(reason: string): void {
    this.refused.push(reason);
  }

  result(): Edited {
    if (this.changed.size === 0) return { text: this.text, refused: this.refused };
    const lines = this.lines.map((_, at) => this.line(at) + (this.ends[at] ?? ''));
    return { text: this.mark + lines.join(''), refused: this.refused };
  }
}
