// What a page's script has in place of a server's functions.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Amplify, AuthClass, withSSRContext } from '../../pkg/dist/index.js';

test("a page has no requests: withSSRContext gives the page's Amplify, and forRequest says that it is for servers", () => {
  assert.equal(withSSRContext({ req: { headers: {} } }), Amplify);
  assert.throws(() => AuthClass.forRequest({ cookies: '' }), { message: 'AuthClass.forRequest is for servers' });
});
