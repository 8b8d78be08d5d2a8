import { defineConfig } from 'vite';

export default defineConfig({
  build: { target: 'baseline-widely-available' },
  worker: { format: 'es' },
  // The Speed page has the bench's modules, which would look for v5's engine among the tests' dependencies.
  resolve: { dedupe: ['amazon-cognito-identity-js'] },
  // v5's engine was written for webpack 4, which gave it Node's name.
  define: { global: 'globalThis' },
  preview: {
    host: 'localhost',
    headers: {
      // For the Speed page only: an isolated page has a clock fine enough for its milliseconds.
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
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
