// What was measured, and on what.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { PKG } from './paths.mjs';

const version = (file) => JSON.parse(readFileSync(file, 'utf8')).version;
const dependency = (name) => version(createRequire(import.meta.url).resolve(`${name}/package.json`));

/** With its generation where Linux tells it: the name alone may say no more than `AMD EPYC`. */
function processor() {
  const { model } = cpus()[0];
  const file = '/proc/cpuinfo';
  if (!existsSync(file)) return model;
  const told = readFileSync(file, 'utf8');
  const [family, number] = ['cpu family', 'model'].map(
    (name) => new RegExp(`^${name}\\s*: (\\d+)$`, 'm').exec(told)?.[1],
  );
  return family ? `${model} (family ${family}, model ${number})` : model;
}

export const environment = () => ({
  cpu: processor(),
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
