import { onScopeDispose, shallowRef } from 'vue';
import { Auth, Hub } from 'cognito-auth-wasm';

const CHANGES = /^(signIn|signOut|sessionExpired|signedInElsewhere|signedOutElsewhere|updateUserAttributes)$/;

/** Who is signed in, also by another tab: `undefined` until that is known, `null` for nobody. */
export function useUser() {
  // Shallow: Vue need not watch what is inside a user object.
  const user = shallowRef();
  let last;
  const read = () => {
    const asked = (last = Auth.currentAuthenticatedUser({ allowStale: true }));
    const show = (found) => asked === last && (user.value = found);
    asked.then(show, () => show(null));
  };
  read();
  const stop = Hub.listen('auth', ({ payload }) => {
    if (CHANGES.test(payload.event)) read();
  });
  onScopeDispose(stop);
  return user;
}
