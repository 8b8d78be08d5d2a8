// What was measured, and on what.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { PKG } from './paths.mjs';

const version = (file) => JSON.parse(readFileSync(file, 'utf8')).version;
const dependency = (name) => version(createRequire(import.meta.url).resolve(`${name}/package.json`));

export const environment = () => ({
  cpu: cpus()[0].model,
  cores: cpus().length,
  versions: {
    'cognito-auth-wasm': version(join(PKG, 'package.json')),
    '@aws-amplify/auth': dependency('@aws-amplify/auth'),
    'amazon-cognito-identity-js': dependency('amazon-cognito-identity-js'),
    'aws-amplify': dependency('aws-amplify'),
  },
});

/** How many processes want a processor, on average over the last minute. */
export const load = () => Math.round(loadavg()[0] * 100) / 100;
