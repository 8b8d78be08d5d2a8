// The answers to what Cognito asks during a sign-in. Whoever answers is the user object of the question.
import { Auth, type ChallengedUser, type CognitoUserSession, type FirstFactor, type MfaType } from 'cognito-auth-wasm';
import { step } from './activity';
import { arrive, challenged } from './auth';
import { codeOf, explain, messageOf, Refusal } from './errors';
import { notify } from './notice';
import { go } from './router';

export function confirmSignIn(code: string, factor: MfaType): Promise<void> {
  return answer(async (asked) => {
    const result = await step(`Auth.confirmSignIn(user, code, '${factor}')`, () =>
      Auth.confirmSignIn(asked, code, factor),
    );
    // The same object. Signed in, it still has the question.
    if (result.getSignInUserSession()) await enter();
    else arrive(result);
  });
}

/** A password is for the factors that need one. */
export function selectChallenge(factor: FirstFactor, password: string | undefined): Promise<void> {
  const options = password ? ', { password }' : '';
  return answer(
    async (asked) => {
      arrive(
        await step(`Auth.selectChallenge(user, '${factor}'${options})`, () =>
          Auth.selectChallenge(asked, factor, { password }),
        ),
      );
    },
    // The choice stays open after a wrong password, or without a passkey.
    (error) => /incorrect/i.test(messageOf(error)) || (error as Error).name === 'PasskeyError',
  );
}

/** The former code is good no more. */
export function resendSignInCode(): Promise<void> {
  return answer(async (asked) => {
    arrive(await step('Auth.resendSignInCode(user)', () => Auth.resendSignInCode(asked)));
    notify('Another code is on its way. The former one is good no more.');
  });
}

/** `Auth` has no method for it: the user object has. */
export function selectFactor(factor: string): Promise<void> {
  return answer(async (asked) => {
    const chosen = await step(
      `user.sendMFASelectionAnswer('${factor}', …)`,
      () =>
        new Promise<[string, object]>((resolve, reject) => {
          asked.sendMFASelectionAnswer(factor, {
            onFailure: reject,
            mfaRequired: (name, parameters) => resolve([name, parameters]),
            totpRequired: (name, parameters) => resolve([name, parameters]),
            // Cognito asks for the code next, whatever is chosen.
            onSuccess: () => {},
          });
        }),
    );
    const [challengeName, challengeParam] = chosen;
    arrive(Object.assign(asked, { challengeName, challengeParam }) as ChallengedUser);
  });
}

export function completeNewPassword(password: string, attributes: Record<string, string>): Promise<void> {
  return answer(async (asked) => {
    const result = await step('Auth.completeNewPassword(user, newPassword, requiredAttributes)', () =>
      Auth.completeNewPassword(asked, password, attributes),
    );
    // Signed in, it has no attributes yet.
    if (result.challengeName === undefined) await enter();
    else arrive(result);
  });
}

export function sendCustomChallengeAnswer(text: string): Promise<void> {
  return answer(async (asked) => {
    arrive(
      await step('Auth.sendCustomChallengeAnswer(user, answer)', () => Auth.sendCustomChallengeAnswer(asked, text)),
    );
  });
}

/** For the challenge MFA_SETUP: the secret for an authenticator app. */
export async function beginSetUp(): Promise<string> {
  let secret = '';
  await answer(async (asked) => {
    secret = await step('Auth.setupTOTP(user)', () => Auth.setupTOTP(asked));
  });
  return secret;
}

export function endSetUp(code: string): Promise<void> {
  return answer(async (asked) => {
    const result = await step('Auth.verifyTotpToken(user, code)', () =>
      Auth.verifyTotpToken<CognitoUserSession | ChallengedUser>(asked, code),
    );
    // The pool may ask for more even now.
    if ('challengeName' in result) arrive(result);
    else await enter();
  });
}

async function enter(): Promise<void> {
  arrive(await step('Auth.currentAuthenticatedUser()', () => Auth.currentAuthenticatedUser()));
}

/** A refusal of the answer stays on the form; when the sign-in itself is over, it begins anew. */
async function answer(run: (asked: ChallengedUser) => Promise<void>, stays = (_: unknown) => false): Promise<void> {
  const asked = challenged.value?.asked;
  if (!asked) return go('/sign-in');
  try {
    await run(asked);
  } catch (error) {
    if (stays(error)) throw error;
    switch (codeOf(error)) {
      case 'CodeMismatchException':
      case 'EnableSoftwareTokenMFAException':
        throw /session/i.test(messageOf(error))
          ? startAgain(messageOf(error))
          : new Refusal('code', 'This code is not right. Try again.');
      case 'NotAuthorizedException':
      case 'ExpiredCodeException':
        throw startAgain(messageOf(error));
      default:
        throw error;
    }
  }
}

function startAgain(message: string): Refusal {
  challenged.value = undefined;
  go('/sign-in');
  notify(
    /session|expired/i.test(message)
      ? 'That took too long, and the sign-in has expired. Sign in again.'
      : `The sign-in has ended: ${explain(message).text} Sign in again.`,
    'warning',
  );
  return new Refusal('form', message);
}
