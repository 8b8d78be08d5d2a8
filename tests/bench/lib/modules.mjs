// The SRP kernels as wasm modules with one kind of exports (`kernel/lib.rs`), compiled as the package's are.
import { execFileSync } from 'node:child_process';
import { appendFileSync, copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BENCH, PKG, ROOT } from './paths.mjs';

const TARGET = join(ROOT, 'target/bench');

/** Leaves simd.wasm, fused.wasm and fused-1024.wasm in a folder. */
export function buildModules(folder) {
  mkdirSync(folder, { recursive: true });
  mkdirSync(TARGET, { recursive: true });

  const simd = compile(join(BENCH, 'kernel'), 'bench_kernel', '--config', mainProfile());
  optimise(simd, join(folder, 'simd.wasm'), ...process.env.SMALLEST.split(' '));

  copyFileSync(fusedOfPackage(), join(folder, 'fused.wasm'));

  // The same sources, and functions for longer secrets behind them.
  const copy = join(TARGET, 'fused-1024');
  rmSync(copy, { recursive: true, force: true });
  cpSync(join(ROOT, 'src/fma'), copy, { recursive: true });
  appendFileSync(join(copy, 'kernel.rs'), readFileSync(join(BENCH, 'kernel/fused_1024.rs')));
  optimise(compile(copy, 'srp_fma'), join(folder, 'fused-1024.wasm'), '-O3', '--all-features', '--disable-custom-descriptors');
}

/** The main module's profile, in a file that cargo reads. */
function mainProfile() {
  const [profile] = /^\[profile\.release\]\n[^[]*/m.exec(readFileSync(join(ROOT, 'Cargo.toml'), 'utf8'));
  const file = join(TARGET, 'profile.toml');
  writeFileSync(file, profile);
  return file;
}

function compile(crate, name, ...options) {
  const target = 'wasm32-unknown-unknown';
  // Two crates have the same name: each gets a folder of its own.
  const targetDir = join(TARGET, 'build', basename(crate));
  const build = ['build', '--release', '--locked', '--quiet', '--target', target, '--target-dir', targetDir, ...options];
  execFileSync('cargo', build, { cwd: crate, stdio: 'inherit' });
  return join(targetDir, target, 'release', `${name}.wasm`);
}

/** As the Makefile does with the package's modules. */
function optimise(from, to, ...options) {
  if (!process.env.WASM_OPT) throw new Error("WASM_OPT must be the command of binaryen's wasm-opt: `make bench` sets it");
  const [program, ...first] = process.env.WASM_OPT.split(' ');
  execFileSync(program, [...first, ...options, from, '-o', to]);
}

/** The package's second module, by the name of an export: Node may not know its instructions. */
function fusedOfPackage() {
  const folder = join(PKG, 'dist');
  const modules = readdirSync(folder).filter((name) => name.endsWith('.wasm')).map((name) => join(folder, name));
  const fused = modules.find((file) => readFileSync(file).includes('is_fused'));
  if (!fused) throw new Error('the package has no fused module');
  return fused;
}
