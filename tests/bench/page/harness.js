// The first script of each page, the same for all libraries and without a dependency: `build.mjs` puts it into the
// page. It stands between the library and the network, starts what the page's address asks for, and keeps the times.
{
  const parameters = new URLSearchParams(location.search);
  const wanted = parameters.get('call');
  const realFetch = globalThis.fetch;
  const libraries = {};

  const bench = (globalThis.bench = {
    config: { region: 'eu-west-1', userPoolId: 'eu-west-1_Bench0000', userPoolWebClientId: '0bench0client0' },
    credentials: ['ana@example.com', 'correct horse battery staple'],
    libraries,
    /** Milliseconds since the navigation began. */
    times: {},

    /**
     * Answers a request to Cognito with a Response: a refresh with the tokens that `stored-session.mjs` left for it,
     * and anything else never.
     */
    async answer(operation, { AuthFlow }) {
      const refreshed = localStorage.getItem('bench.refreshed');
      if (refreshed && (AuthFlow?.startsWith('REFRESH_TOKEN') || operation === 'GetTokensFromRefreshToken'))
        return new Response(refreshed, { headers: { 'content-type': 'application/x-amz-json-1.1' } });
      return new Promise(() => {});
    },

    /** Called by each library's script at its end, with its functions. */
    register(name, calls) {
      libraries[name] = calls;
      if (!wanted) return;
      if (!parameters.has('click')) return run(calls, performance.now());
      document.querySelector('button').addEventListener('click', ({ timeStamp }) => run(calls, timeStamp));
      tell({ ready: performance.now() });
    },
  });

  const run = (calls, called) => {
    bench.times.called = called;
    calls[wanted]().then(
      () => tell({ done: performance.now() }),
      (error) => console.info(`bench: ${JSON.stringify({ error: String(error?.stack ?? error) })}`),
    );
  };

  /** The console is the way out that costs the page least: `runPage` listens. */
  const tell = (times) => console.info(`bench: ${JSON.stringify(Object.assign(bench.times, times))}`);

  globalThis.fetch = async (input, init) => {
    const request = input instanceof Request ? input : undefined;
    if (!String(request?.url ?? input).startsWith('https://cognito-idp.')) return realFetch(input, init);
    const headers = new Headers(request?.headers ?? init.headers);
    const operation = headers.get('x-amz-target').split('.')[1];
    if (wanted) tell({ [operation]: performance.now() });
    return bench.answer(operation, JSON.parse(request ? await request.text() : init.body));
  };
}
