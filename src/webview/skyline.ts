/** How far down each column is filled. */
export class Skyline {
  private readonly bottoms: number[] = [];

  /** Puts something that spans columns at the highest place where it is below everything in them; gives its top. */
  place(columns: readonly number[], height: number): number {
    const top = columns.reduce((lowest, column) => Math.max(lowest, this.bottoms[column] ?? 0), 0);
    for (const column of columns) this.bottoms[column] = top + height;
    return top;
  }

  get height(): number {
    return this.bottoms.reduce((lowest, bottom) => Math.max(lowest, bottom), 0);
  }
}
