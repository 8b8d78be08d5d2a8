/**
 * The script of a worker that keeps refresh tokens: import it in a worker file of your own, and give that worker to `keepTokensIn` of
 * `cognito-auth-wasm/tokens`, where it is described.
 *
 * @packageDocumentation
 */
export {};
