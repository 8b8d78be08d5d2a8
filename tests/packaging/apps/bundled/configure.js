// Imports nothing but Amplify: a bundler that drops or copies modules by `sideEffects` must still reach the one Auth.
import { Amplify } from 'cognito-auth-wasm';

Amplify.configure({ Auth: { clientMetadata: { from: 'configure.js' } } });
