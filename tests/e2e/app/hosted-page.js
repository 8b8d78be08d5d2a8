/** Given before the page, or kept for it where a driver cannot do that. */
export const config = () => ({ Auth: window.authConfig ?? JSON.parse(localStorage.getItem('authConfig')) });

/** For the tests, which also call Auth directly: the events, each with whether tokens were stored then, and who is signed in. */
export function watch(Auth, Hub) {
  Object.assign(window, { Auth, Hub, events: [] });
  Hub.listen('auth', ({ payload }) => {
    const isStored = Object.keys(localStorage).some((key) => key.endsWith('.accessToken'));
    window.events.push({ ...payload, isStored });
  });
  window.asked = async () => {
    window.user = await Auth.currentAuthenticatedUser().catch((error) => ({ error }));
    window.started = true;
  };
}
