import { Auth } from 'cognito-auth-wasm';

/** Signs in with whatever second factor the user has. `ask` shows a text, and resolves with what the user types. */
export async function signIn(username, password, ask) {
  const user = await Auth.signIn(username, password);
  let { challengeName: kind, challengeParam: about } = user;
  if (kind === 'MFA_SETUP') await addAuthenticatorApp(user, ask);
  if (kind === 'SELECT_MFA_TYPE') {
    kind = await ask(`Which one? ${about.MFAS_CAN_CHOOSE}`);
    about = await new Promise((resolve, reject) => {
      const codeRequired = (_, parameters) => resolve(parameters);
      user.sendMFASelectionAnswer(kind, { mfaRequired: codeRequired, totpRequired: codeRequired, onFailure: reject });
    });
  }
  while (!user.signInUserSession) {
    const code = await ask(`The code from ${about.CODE_DELIVERY_DESTINATION ?? 'your authenticator app'}`);
    await Auth.confirmSignIn(user, code, kind).catch((error) => {
      // A wrong code may be followed by a right one; after anything else, sign in again.
      if (error.code !== 'CodeMismatchException') throw error;
    });
  }
  return user;
}

/** Registers an authenticator app, of a signed-in user or of one who is asked to (`MFA_SETUP`), and prefers it. */
export async function addAuthenticatorApp(user, ask) {
  const secret = await Auth.setupTOTP(user);
  const address = `otpauth://totp/Example:${user.username}?secret=${secret}&issuer=Example`;
  await Auth.verifyTotpToken(user, await ask(address));
  await Auth.setPreferredMFA(user, 'TOTP');
}
