import { defineConfig } from 'vite';

export default defineConfig({
  build: { target: 'baseline-widely-available' },
  preview: {
    host: 'localhost',
    headers: {
      // What a page needs that uses the package: WebAssembly, and the address of Cognito.
      'Content-Security-Policy': [
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "img-src 'self' data:",
        "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ].join('; '),
    },
  },
});
