import { Amplify, Auth, CookieStorage, Hub } from 'cognito-auth-wasm';

// For the tests, which also call Auth directly.
window.Auth = Auth;
window.CookieStorage = CookieStorage;
window.Hub = Hub;
window.events = [];
window.startWorker = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
Hub.listen('auth', ({ payload }) => window.events.push(payload));

Amplify.configure({ Auth: JSON.parse(new URLSearchParams(location.search).get('config')) });

// From here on: what v5's guide shows for sign-up, sign-in and sign-out.
const $ = (id) => document.getElementById(id);
const field = (form, name) => form.elements[name].value;
let signingUp;

function on(id, type, action) {
  $(id).addEventListener(type, async (event) => {
    event.preventDefault();
    $('status').textContent = '';
    try {
      await action(event.currentTarget);
    } catch (error) {
      $('status').textContent = error.message ?? error;
    }
  });
}

on('sign-up', 'submit', async (form) => {
  signingUp = field(form, 'username');
  const { userConfirmed } = await Auth.signUp({
    username: signingUp,
    password: field(form, 'password'),
    attributes: { email: field(form, 'email') },
  });
  $('confirm').hidden = userConfirmed;
});

on('confirm', 'submit', async (form) => {
  await Auth.confirmSignUp(signingUp, field(form, 'code'));
  $('confirm').hidden = true;
  $('status').textContent = 'Confirmed';
});

on('resend', 'click', async () => {
  await Auth.resendSignUp(signingUp);
  $('status').textContent = 'Sent again';
});

on('sign-in', 'submit', async (form) => {
  await Auth.signIn(field(form, 'username'), field(form, 'password'));
});

on('sign-out', 'click', () => Auth.signOut());

function show(user) {
  $('signed-in').hidden = !user;
  $('sign-in').hidden = Boolean(user);
  $('sign-up').hidden = Boolean(user);
  $('name').textContent = user ? `${user.username} (${user.attributes?.email})` : '';
}

Hub.listen('auth', ({ payload: { event, data } }) => {
  if (event === 'signIn') show(data);
  if (event === 'signOut') show(null);
});
Auth.currentAuthenticatedUser()
  .then(show, () => show(null))
  .finally(() => {
    window.started = true;
  });
