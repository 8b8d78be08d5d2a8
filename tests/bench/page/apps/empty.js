// No library at all: what a page itself takes until its script runs and a promise is settled.

globalThis.bench.register('empty', {
  async currentSession() {},
  async currentAuthenticatedUser() {},
});
