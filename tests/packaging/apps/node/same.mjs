import { createRequire } from 'node:module';
import { Auth } from 'cognito-auth-wasm';

console.log(createRequire(import.meta.url)('cognito-auth-wasm').Auth === Auth);
