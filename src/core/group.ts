/** Lists by key. */

/** The items by a key of theirs, each group in the order of the items; those without a key are left out. */
export function group<T, K extends string | number>(
  items: readonly T[],
  keyOf: (item: T) => K | undefined,
): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) append(groups, key, item);
  }
  return groups;
}

/** Puts a value at the end of the list of a key. Never by a copy: that takes the square of the list. */
export function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
