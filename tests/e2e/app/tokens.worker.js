import 'cognito-auth-wasm/token-worker';
