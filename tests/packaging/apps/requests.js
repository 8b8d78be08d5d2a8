// Answers a request to a server: signs in, says who is signed in, signs out.

export async function answer(AuthClass, config, request) {
  const headers = new Headers();
  const auth = AuthClass.forRequest({
    config,
    cookies: request.headers.get('cookie'),
    setCookie: (text) => headers.append('Set-Cookie', text),
  });
  const actions = {
    POST: async () => {
      const { username, password } = await request.json();
      return { username: (await auth.signIn(username, password)).username };
    },
    GET: async () => {
      const { username, attributes } = await auth.currentAuthenticatedUser();
      return { username, email: attributes.email };
    },
    DELETE: () => auth.signOut(),
  };
  const result = await actions[request.method]().catch((error) => ({ error: error.code ?? error }));
  return Response.json(result ?? {}, { headers });
}
