// Makes a module of an SRP kernel by itself, exactly as the package's build does it: rustc's flags and std are the Makefile's,
// the profile is Cargo.toml's, the passes of wasm-opt are pkg/passes.mjs's. From the command line, for tests/constant-time:
//
//   node kernels.mjs main|fused <folder of the crate> <name> <file to make>
//
// It prints which build that is.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FEATURES, FUSED, SMALL } from '../../pkg/passes.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WASM = 'wasm32-unknown-unknown';
const TARGET = join(ROOT, 'target');

/** How the two published modules are built that have a kernel: the main module with its parts, and fma.wasm. */
function buildOf(like, crate) {
  const { MODULE_FLAGS, BUILD_STD, RUSTFLAGS: _, ...env } = process.env;
  if (like === 'fused')
    return {
      published: 'fma.wasm',
      env,
      flags: [],
      rustc: ofFile(crate, '.cargo/config.toml', /^rustflags = (.*)$/m)[1],
      profile: profileOf(crate),
      passes: FUSED,
      // Crates of the same name have a folder each.
      targetDir: join(TARGET, 'kernels', basename(crate)),
    };
  if (!MODULE_FLAGS || !BUILD_STD) throw new Error('kernels.mjs: the Makefile has the flags; call it by make');
  return {
    published: 'main module and its parts',
    env: { ...env, RUSTC_BOOTSTRAP: '1', RUSTFLAGS: MODULE_FLAGS },
    flags: [...BUILD_STD.split(' '), '--config', mainProfile()],
    rustc: `${MODULE_FLAGS} ${BUILD_STD}`,
    profile: profileOf(ROOT),
    passes: [...SMALL, ...FEATURES],
    // Where the package's build has left its std.
    targetDir: join(TARGET, 'module'),
  };
}

/** Makes the module of a crate whose library has that name, as `main` or `fused`, and gives lines of text that say how. */
export function buildKernel(like, crate, name, file) {
  const { published, env, flags, rustc, profile, passes, targetDir } = buildOf(like, crate);
  const build = ['build', '--release', '--locked', '--quiet', '--target', WASM, '--target-dir', targetDir, ...flags];
  execFileSync('cargo', build, { cwd: crate, env, stdio: 'inherit' });
  const linked = join(targetDir, WASM, 'release', `${name}.wasm`);
  execFileSync('node', [
    `${process.env.BINARYEN_HOME}/node_modules/binaryen/bin/wasm-opt`,
    ...passes,
    linked,
    '-o',
    file,
  ]);
  const bytes = readFileSync(file);
  return [
    `${name}.wasm is built as the published ${published}:`,
    `  ${execFileSync('rustc', ['--version'], { encoding: 'utf8' }).trim()}: ${rustc}`,
    `  profile: ${profile
      .split('\n')
      .filter((line) => /^\w/.test(line))
      .join(', ')}`,
    `  wasm-opt: ${passes.join(' ')}`,
    `  ${bytes.length} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex')}`,
  ];
}

const ofFile = (crate, file, pattern) => pattern.exec(readFileSync(join(crate, file), 'utf8'));
const profileOf = (crate) => ofFile(crate, 'Cargo.toml', /^\[profile\.release\]\n[^[]*/m)[0];

/** The main module's profile, in a file that cargo reads. */
function mainProfile() {
  mkdirSync(TARGET, { recursive: true });
  const file = join(TARGET, 'profile.toml');
  writeFileSync(file, profileOf(ROOT));
  return file;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [like, crate, name, file] = process.argv.slice(2);
  console.log(buildKernel(like, crate, name, file).join('\n'));
}
