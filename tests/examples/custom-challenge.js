import { Auth } from 'cognito-auth-wasm';

/** Signs in without a password: the user pool's triggers ask, as often as they like. `ask` shows what they want. */
export async function signIn(username, ask) {
  return answer(await Auth.signIn(username), ask);
}

/** After a reload: goes on with the sign-in that waits for an answer, if there is one. */
export async function goOn(ask) {
  const user = await Auth.currentChallenge();
  return user && answer(user, ask);
}

async function answer(user, ask) {
  while (user.challengeName === 'CUSTOM_CHALLENGE') {
    user = await Auth.sendCustomChallengeAnswer(user, await ask(user.challengeParam));
  }
  return user;
}
