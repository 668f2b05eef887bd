const UNITS = { h: 3_600_000, m: 60_000, s: 1_000 };

/**
 * Reads a length of time such as `1h 30m` or `45s`.
 *
 * @param {string} text
 * @returns {number} milliseconds
 * @throws {RangeError} when the text is not a length of time
 */
export function parseDuration(text) {
  const parts = text.trim().split(/\s+/);
  let total = 0;
  for (const part of parts) {
    const match = /^(\d+)([hms])$/.exec(part);
    if (!match) throw new RangeError(`not a length of time: ${JSON.stringify(text)}`);
    total += Number(match[1]) * UNITS[match[2]];
  }
  return total;
}
