// The packed tarball, and throw-away projects that have it installed.

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const run = promisify(execFile);
export const here = fileURLToPath(new URL('..', import.meta.url));
export const tests = path.join(here, '..');
const pkg = path.join(tests, '../pkg');

/** `work` is where the projects lie: they see the `node_modules` of the folders above. */
export async function pack(work = path.join(tests, '.work')) {
  await mkdir(work, { recursive: true });
  const folder = await mkdtemp(path.join(work, 'packaging-'));
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: pkg,
  });
  const [{ filename, files }] = JSON.parse(stdout);
  const tarball = path.join(folder, filename);

  return {
    folder,
    tarball,
    files: files.map((file) => file.path).sort(),

    /** A new project with the tarball installed and the files of `apps/<app>` beside it. Returns its folder. */
    async project(name, app, type = 'module') {
      const root = path.join(folder, name);
      await cp(path.join(here, 'apps', app), root, { recursive: true });
      for (const file of ['attempt.js', 'sign-in.js', 'requests.js'])
        await cp(path.join(here, 'apps', file), path.join(root, file));
      await writeFile(path.join(root, 'package.json'), JSON.stringify({ name, private: true, type }));
      await run(
        'npm',
        ['install', tarball, '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
        { cwd: root },
      );
      return root;
    },

    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
