// The SRP kernels as wasm modules with one kind of exports (`kernel/lib.rs`), compiled as the package's are.
import { appendFileSync, copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildKernel } from '../../setup/kernels.mjs';
import { BENCH, PKG, ROOT } from './paths.mjs';

const TARGET = join(ROOT, 'target/bench');

/** Leaves simd.wasm, fused.wasm and fused-1024.wasm in a folder. */
export function buildModules(folder) {
  mkdirSync(folder, { recursive: true });
  buildKernel('main', join(BENCH, 'kernel'), 'bench_kernel', join(folder, 'simd.wasm'));

  copyFileSync(fusedOfPackage(), join(folder, 'fused.wasm'));

  // The same sources, and functions for longer secrets behind them.
  const copy = join(TARGET, 'fused-1024');
  rmSync(copy, { recursive: true, force: true });
  cpSync(join(ROOT, 'src/fma'), copy, { recursive: true });
  appendFileSync(join(copy, 'kernel.rs'), readFileSync(join(BENCH, 'kernel/fused_1024.rs')));
  buildKernel('fused', copy, 'srp_fma', join(folder, 'fused-1024.wasm'));
}

/** The package's second module, by the name of an export: Node may not know its instructions. */
function fusedOfPackage() {
  const folder = join(PKG, 'dist');
  const modules = readdirSync(folder)
    .filter((name) => name.endsWith('.wasm'))
    .map((name) => join(folder, name));
  const fused = modules.find((file) => readFileSync(file).includes('is_fused'));
  if (!fused) throw new Error('the package has no fused module');
  return fused;
}
