// The three pages of v5's guide, as React apps write them.
import { Amplify, Auth, Hub } from 'aws-amplify';
import { useCallback, useEffect, useState } from 'react';

// 1. aws-exports as the tooling generates it: more keys than Auth has, all widened.
const awsExports = {
  aws_project_region: 'eu-west-1',
  aws_cognito_region: 'eu-west-1',
  aws_user_pools_id: 'eu-west-1_AbCdEf123',
  aws_user_pools_web_client_id: '1example23456789',
  oauth: {},
  aws_cognito_username_attributes: ['EMAIL'],
  aws_cognito_social_providers: [],
  aws_cognito_mfa_configuration: 'OFF',
  aws_cognito_password_protection_settings: { passwordPolicyMinLength: 8, passwordPolicyCharacters: [] },
  aws_cognito_verification_mechanisms: ['EMAIL'],
  aws_appsync_graphqlEndpoint: 'https://example.test/graphql',
  aws_appsync_authenticationType: 'AMAZON_COGNITO_USER_POOLS',
};
Amplify.configure(awsExports);
Amplify.configure({ ...awsExports, ssr: false });

// 2. sign-up page
export function useSignUpPage() {
  const [form, setForm] = useState({ username: '', password: '', email: '', phone_number: '' });
  const [step, setStep] = useState<'form' | 'code' | 'done'>('form');
  const [error, setError] = useState<string | null>(null);

  async function signUp() {
    const { username, password, email, phone_number } = form;
    try {
      const { user, userConfirmed, userSub, codeDeliveryDetails } = await Auth.signUp({
        username,
        password,
        attributes: { email, phone_number, 'custom:plan': 'free' },
        autoSignIn: { enabled: true },
      });
      console.log(user, user.getUsername(), userSub, codeDeliveryDetails.Destination);
      setStep(userConfirmed ? 'done' : 'code');
    } catch (err) {
      setError(err instanceof Error ? err.message : String(err));
    }
  }

  async function confirm(code: string) {
    try {
      await Auth.confirmSignUp(form.username, code);
      setStep('done');
    } catch (err: any) {
      setError(err.message || 'Something went wrong');
    }
  }

  async function resend() {
    try {
      const result = await Auth.resendSignUp(form.username);
      console.log('code resent to', result.CodeDeliveryDetails.Destination);
    } catch (err) {
      console.log('error resending code: ', err);
    }
  }

  return { form, setForm, step, error, signUp, confirm, resend };
}

// 3. sign-in page
export function useSignInPage(navigate: (path: string) => void) {
  const [user, setUser] = useState<any>(null);
  const [busy, setBusy] = useState(false);

  const signIn = useCallback(
    async (username: string, password: string) => {
      setBusy(true);
      try {
        const user = await Auth.signIn(username.trim(), password);
        if (user.challengeName === 'NEW_PASSWORD_REQUIRED') {
          const { userAttributes, requiredAttributes } = user.challengeParam;
          console.log(userAttributes.email, requiredAttributes.includes('name'));
          navigate('/new-password');
        } else if (user.challengeName === 'SMS_MFA' || user.challengeName === 'SOFTWARE_TOKEN_MFA') {
          console.log('code sent to', user.challengeParam.CODE_DELIVERY_DESTINATION);
          navigate('/mfa');
        } else if (user.challengeName === 'MFA_SETUP') {
          navigate('/totp');
        } else {
          navigate('/');
        }
        setUser(user);
      } catch (error: any) {
        switch (error.code) {
          case 'UserNotConfirmedException':
            navigate('/confirm');
            break;
          case 'PasswordResetRequiredException':
            navigate('/reset');
            break;
          case 'NotAuthorizedException':
          case 'UserNotFoundException':
            alert(error.message);
            break;
          default:
            throw error;
        }
      } finally {
        setBusy(false);
      }
    },
    [navigate],
  );

  return { user, busy, signIn };
}

// 4. signed-in view
export function useProfilePage() {
  const [email, setEmail] = useState('');
  const [groups, setGroups] = useState<string[]>([]);

  useEffect(() => {
    Auth.currentAuthenticatedUser()
      .then((user) => {
        setEmail(user.attributes.email);
        setGroups(user.signInUserSession.accessToken.payload['cognito:groups'] ?? []);
      })
      .catch(() => console.log('Not signed in'));
  }, []);

  const signOut = () => Auth.signOut().then(() => setEmail(''));
  const signOutEverywhere = async () => {
    try {
      await Auth.signOut({ global: true });
    } catch (error) {
      console.log('error signing out: ', error);
    }
  };
  return { email, groups, signOut, signOutEverywhere };
}

// 5. a provider that follows the Hub
export function useAuth() {
  const [user, setUser] = useState<any>();
  useEffect(() => {
    const stop = Hub.listen('auth', ({ payload: { event, data } }) => {
      switch (event) {
        case 'signIn':
        case 'cognitoHostedUI':
          setUser(data);
          break;
        case 'signOut':
          setUser(null);
          break;
        case 'signIn_failure':
        case 'cognitoHostedUI_failure':
          console.log('Sign in failure', data);
          break;
        case 'customOAuthState':
          console.log(data);
          break;
      }
    });
    Auth.currentAuthenticatedUser()
      .then(setUser)
      .catch(() => setUser(null));
    return stop;
  }, []);
  return user;
}
