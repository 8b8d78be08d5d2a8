// `make demo`: a local Cognito with a fresh user pool, and this page built from the packed package, on localhost.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SERVICES } from './services.mjs';

const USAGE = `usage: node demo.mjs [--port N] [--package DIRECTORY] [--service NAME]
  --port     serve on exactly this port (default: $PORT, else 5173 or the next free one)
  --package  the package to install (default: ../pkg)
  --service  ministack, or stand-in: the tests' own, which also has devices, passkeys, and codes by SMS and e-mail
             (default: $DEMO_SERVICE, else ministack)`;

const root = fileURLToPath(new URL('.', import.meta.url));
const options = readOptions();

// Of this run alone: another demo, or a test, may be running.
const scratch = mkdtempSync(join(tmpdir(), 'cognito-auth-demo-'));

let server, cognito, stopping;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stop(0));

try {
  installTools();
  installPackage(options.package);
  cognito = await SERVICES[options.service]();
  server = await serve(cognito.pool);
  await cognito.comeBackTo(server.resolvedUrls.local[0]);
  console.log(`\n  Demo:           ${server.resolvedUrls.local[0]}`);
  console.log(`  Local Cognito:  ${cognito.url}  (${cognito.about})`);
  for (const line of cognito.people ?? []) console.log(`                  ${line}`);
  console.log('  Ctrl-C stops both.\n');
} catch (error) {
  // An interrupted start fails too, but that is no news.
  if (!stopping) console.error(`demo: ${error.message}`);
  await stop(1);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string' },
        package: { type: 'string' },
        service: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    const port = values.port ?? process.env.PORT;
    if (port !== undefined && !/^\d{1,5}$/.test(port)) throw new Error(`not a port: ${port}`);
    const service = values.service ?? process.env.DEMO_SERVICE ?? 'ministack';
    if (!Object.hasOwn(SERVICES, service)) throw new Error(`not a service: ${service}`);
    return { service, package: values.package ?? join(root, '../pkg'), port: port && Number(port) };
  } catch (error) {
    console.error(`demo: ${error.message}\n${USAGE}`);
    process.exit(2);
  }
}

function npm(...args) {
  return execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function installTools() {
  const lock = (file) => {
    try {
      return JSON.parse(readFileSync(join(root, file))).packages;
    } catch {
      return {};
    }
  };
  const wanted = lock('package-lock.json');
  const present = lock('node_modules/.package-lock.json');
  const installed = Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || present[path]?.version === entry.version,
  );
  if (!installed) npm('ci', '--ignore-scripts');
}

/** As a user's app gets it: packed and installed, not linked. */
function installPackage(directory) {
  if (!existsSync(join(directory, 'dist')))
    throw new Error(`${join(directory, 'dist')} is missing; run \`make build\` first`);
  const [{ filename }] = JSON.parse(
    npm('pack', directory, '--ignore-scripts', '--json', '--pack-destination', scratch),
  );
  npm('install', '--no-save', '--ignore-scripts', '--prefer-offline', join(scratch, filename));
}

/** What the Speed page compares, from the sources of the package: each kernel as a module of its own. */
async function buildKernels(folder) {
  process.env.BENCH_PKG = resolve(options.package);
  const { buildModules } = await import('../tests/bench/lib/modules.mjs');
  buildModules(folder);
}

async function serve(pool) {
  const { build, preview } = await import('vite');
  const outDir = join(scratch, 'site');
  await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  await buildKernels(join(outDir, 'kernels'));
  const localCognito = {
    name: 'local-cognito',
    configurePreviewServer({ middlewares }) {
      middlewares.use('/local-cognito.json', (_, response) => {
        response.setHeader('Content-Type', 'application/json');
        response.setHeader('Cache-Control', 'no-store');
        response.end(JSON.stringify(pool));
      });
    },
    // Vite stops on SIGTERM by itself too, and then ends the process.
    closePreviewServer: () => cleanUp(),
  };
  return preview({
    root,
    logLevel: 'warn',
    build: { outDir },
    plugins: [localCognito],
    preview: { port: options.port || 5173, strictPort: Boolean(options.port) },
  });
}

async function cleanUp() {
  rmSync(scratch, { recursive: true, force: true });
  await cognito?.stop();
}

async function stop(code) {
  process.exitCode = code;
  stopping ??= Promise.allSettled([server?.close(), cleanUp()]);
  await stopping;
  process.exit();
}
