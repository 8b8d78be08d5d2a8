import { useEffect, useState } from 'react';
import { Auth, Hub } from 'cognito-auth-wasm';

const CHANGES = /^(signIn|signOut|sessionExpired|signedInElsewhere|signedOutElsewhere|updateUserAttributes)$/;

/** Who is signed in, also by another tab: `undefined` until that is known, `null` for nobody. */
export function useUser() {
  const [user, setUser] = useState();
  useEffect(() => {
    let last;
    const read = () => {
      const asked = (last = Auth.currentAuthenticatedUser({ allowStale: true }));
      const show = (user) => asked === last && setUser(user);
      asked.then(show, () => show(null));
    };
    read();
    // `listen` returns what ends it.
    return Hub.listen('auth', ({ payload }) => {
      if (CHANGES.test(payload.event)) read();
    });
  }, []);
  return user;
}
