import { readdirSync } from 'node:fs';

/** The JavaScript files of the project that people write. */
export function sources() {
  return ['src', 'test'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.js'))
      .sort()
      .map((name) => `${folder}/${name}`),
  );
}
