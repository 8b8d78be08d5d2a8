// Code written for amazon-cognito-identity-js, which v5 apps mix in.
import {
  AuthenticationDetails,
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  CognitoUserSession,
} from 'amazon-cognito-identity-js';
import type { NodeCallback } from 'amazon-cognito-identity-js';
import { Auth, Hub } from 'aws-amplify';

// 24. direct use of the user pool
const pool = new CognitoUserPool({ UserPoolId: 'eu-west-1_AbCdEf123', ClientId: '1example23456789' });
export function signIn(Username: string, Password: string): Promise<CognitoUserSession> {
  const user = new CognitoUser({ Username, Pool: pool });
  const details = new AuthenticationDetails({ Username, Password });
  return new Promise((resolve, reject) => {
    user.authenticateUser(details, {
      onSuccess: (session) => resolve(session),
      onFailure: (err) => reject(err.message || JSON.stringify(err)),
      newPasswordRequired(userAttributes, requiredAttributes) {
        delete userAttributes.email_verified;
        console.log(requiredAttributes);
        user.completeNewPasswordChallenge('New-password-1', userAttributes, this);
      },
      mfaRequired: (challengeName, challengeParameters) =>
        console.log(challengeName, challengeParameters.CODE_DELIVERY_DESTINATION),
    });
  });
}

// 25. getSession with the annotations that v5's types ask for
export function withSession(run: (token: string) => void) {
  const user = pool.getCurrentUser();
  if (user === null) return;
  user.getSession((error: null, session: CognitoUserSession) => run(session.getIdToken().getJwtToken()));
  user.getSession((err: any, session: any) => {
    if (err) return;
    run(session.accessToken.jwtToken);
  });
  user.getUserAttributes((err, attributes) => {
    if (err) return console.error(err.message);
    attributes?.forEach((attribute) => console.log(attribute.getName(), attribute.getValue()));
  });
  user.getUserData((err, data) => console.log(err, data?.UserMFASettingList, data?.PreferredMfaSetting), {
    bypassCache: true,
  });
  user.signOut();
  user.globalSignOut({ onSuccess: (message) => console.log(message), onFailure: (err) => console.log(err.message) });
}

// 26. the rest of the user's callbacks
export function callbacks(user: CognitoUser, code: string) {
  user.confirmRegistration(code, true, (err, result) => (err ? alert(err.message) : console.log(result)));
  user.resendConfirmationCode((err, result) => console.log(err, result));
  user.changePassword('old', 'new', (err, result) => console.log(err?.name, result === 'SUCCESS'));
  user.forgotPassword({
    onSuccess: (data) => console.log(data),
    onFailure: (err) => console.log(err.name),
    inputVerificationCode: (data) => console.log(data),
  });
  user.updateAttributes([new CognitoUserAttribute({ Name: 'name', Value: 'Ana' })], (err, result, details) =>
    console.log(err, result, details),
  );
  user.listDevices(10, null, { onSuccess: (data) => console.log(data), onFailure: (err: Error) => console.log(err) });
  user.associateSoftwareToken({
    associateSecretCode: (secret) => console.log(secret),
    onFailure: (err) => console.log(err),
  });
  user.sendMFASelectionAnswer('SMS_MFA', {
    onSuccess: (session: CognitoUserSession) => console.log(session.isValid()),
    onFailure: (err: any) => console.log(err.code),
    mfaRequired: (name, parameters) => console.log(name, parameters),
  });
  user.setUserMfaPreference(null, { PreferredMfa: true, Enabled: true }, (err, result) => console.log(err, result));
}

// 27. a session from tokens that came from elsewhere
export function adopt(user: CognitoUser, idToken: string, accessToken: string, refreshToken: string) {
  const session = new CognitoUserSession({
    IdToken: new CognitoIdToken({ IdToken: idToken }),
    AccessToken: new CognitoAccessToken({ AccessToken: accessToken }),
    RefreshToken: new CognitoRefreshToken({ RefreshToken: refreshToken }),
  });
  user.setSignInUserSession(session);
  const payload: { [key: string]: any } = session.getAccessToken().payload;
  return payload.scope.split(' ');
}

// 28. waiting for an event once
export const nextSignIn = () =>
  new Promise<unknown>((resolve) => {
    const stop = Hub.listen('auth', ({ payload }) => {
      if (payload.event !== 'signIn') return;
      stop();
      resolve(payload.data);
    });
  });

// 29. sign-in by promise, and a class that passes the singleton on
export class AuthService {
  constructor(private readonly auth: typeof Auth = Auth) {}
  login(username: string, password: string) {
    return this.auth
      .signIn(username, password, { device: 'web' })
      .then((user: CognitoUser) => user.getSignInUserSession()?.getIdToken().payload.sub)
      .catch((err: { code: string; message: string }) => {
        if (err.code === 'UserNotConfirmedException') return this.auth.resendSignUp(username);
        throw new Error(err.message);
      });
  }
  custom = (username: string) => this.auth.signIn(username);
  logout = async (): Promise<void> => {
    await this.auth.signOut();
  };
  confirm = async (username: string, code: string) => {
    const result = await this.auth.confirmSignUp(username, code, {
      forceAliasCreation: false,
      clientMetadata: { a: 'b' },
    });
    return result === 'SUCCESS';
  };
}

// 38. callbacks of the user that read the result without a look at the error, and one for all methods
export function sloppy(user: CognitoUser, code: string) {
  user.confirmRegistration(code, true, (err: { code: string }, result) => console.log(err.code, result.length));
  user.resendConfirmationCode((err, result) => console.log(err, result.CodeDeliveryDetails.Destination));
  const log: NodeCallback.Any = (err, result) => console.log(err?.message, result.anything);
  user.confirmRegistration(code, true, log);
  user.changePassword('old', 'new', log);
}
