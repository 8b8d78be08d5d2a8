import { AuthClass, Hub } from 'cognito-auth-wasm';
import { customerPool, staffPool } from './pools.js';

// Each has its own session: the storage keys carry the app client's id.
export const customers = new AuthClass(customerPool);
export const staff = new AuthClass(staffPool);

const nameOf = (user) => (user.pool.getClientId() === staffPool.userPoolWebClientId ? 'staff' : 'customers');

/** Calls back with the pool and the user whenever somebody signs in to either. All instances send to one Hub. */
export function onSignIn(callback) {
  return Hub.listen('auth', ({ payload }) => {
    if (payload.event === 'signIn') callback(nameOf(payload.data), payload.data);
  });
}

/** Who is signed in where; `null` for nobody. */
export async function signedIn() {
  const [customer, member] = await Promise.all(
    [customers, staff].map((auth) => auth.currentAuthenticatedUser().catch(() => null)),
  );
  return { customer, member };
}
