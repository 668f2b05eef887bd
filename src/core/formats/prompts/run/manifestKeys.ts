/** Whether a change of a JSON package manifest touches more than what it says about itself. */
import { type Fields, isObject, readObject } from '../../../jsonObject';

/** A file from before and after a prompt; absent where it was not there. */
export interface Sides {
  readonly before?: string;
  readonly after?: string;
}

/** What tools read of these is words for people. Anything else may change what is installed, built or run. */
const WORDS_ONLY = new Set([
  'version',
  'description',
  'keywords',
  'author',
  'authors',
  'contributors',
  'maintainers',
  'license',
  'licenses',
  'homepage',
  'repository',
  'bugs',
  'funding',
  'support',
]);

/** Whether a path is that of a manifest whose keys are told apart. */
export function isManifest(path: string): boolean {
  return /(?:^|\/)(?:package|composer)\.json$/i.test(path);
}

/**
 * The keys that a change of `package.json` or `composer.json` touches and that are not words alone: `scripts.test`.
 * `undefined` where that cannot be told: another file, one side missing, no JSON object, or one that is not as it is read.
 */
export function manifestKeys(path: string, { before, after }: Sides): readonly string[] | undefined {
  if (!isManifest(path) || before === undefined || after === undefined) return undefined;
  const [old, now] = [readObject(before), readObject(after)];
  if ('problem' in old || 'problem' in now) return undefined;
  return changedKeys(old.fields, now.fields)
    .filter((key) => !WORDS_ONLY.has(key))
    .flatMap((key) => {
      const [left, right] = [own(old.fields, key), own(now.fields, key)];
      const inner = isObject(left) && isObject(right) ? changedKeys(left, right) : [];
      // Without any it is their order, which may count: of `exports` the first that fits is taken.
      return inner.length === 0 ? [key] : inner.map((each) => `${key}.${each}`);
    });
}

function changedKeys(old: Fields, now: Fields): string[] {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return keys.filter((key) => JSON.stringify(own(old, key)) !== JSON.stringify(own(now, key)));
}

function own(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}
