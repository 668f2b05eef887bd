/** The environment that git is started with. */

/** simple-git's `.env` rejects git's own variables, so they are left out for every git; messages in English. */
export function environment(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(process.env)) {
    const guarded = /^GIT_|^(EDITOR|VISUAL|PAGER|PREFIX|SSH_ASKPASS)$/i.test(key);
    if (value !== undefined && !guarded) kept[key] = value;
  }
  return { ...kept, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
}
