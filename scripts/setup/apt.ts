import { existsSync } from 'node:fs';
import { run } from '../command';

/**
 * Installs Debian packages where that needs no question: on Debian or Ubuntu, as root or with a sudo that asks nothing.
 *
 * @returns whether they were installed
 */
export async function aptInstall(...packages: string[]): Promise<boolean> {
  if (!existsSync('/etc/debian_version')) return false;
  const asRoot = process.getuid?.() === 0;
  if (!asRoot && (await run('sudo', ['-n', 'true'])).code !== 0) return false;
  const apt = (args: string[]) => {
    const command = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return asRoot ? run('env', command.slice(1)) : run('sudo', ['-n', ...command]);
  };
  console.log(`[setup] apt-get install ${packages.join(' ')}`);
  await apt(['update']);
  return (await apt(['install', '-y', '--no-install-recommends', ...packages])).code === 0;
}
