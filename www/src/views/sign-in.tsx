import { useEffect } from 'preact/hooks';
import { signIn, signInThere, username } from '../auth';
import { Intro } from '../intro';
import { hasPasskeys, offerPasskey, signInWithPasskey } from '../passkeys';
import { identityPoolId, userPool } from '../settings';
import { Button } from '../ui/button';
import { PasswordField, UsernameField } from '../ui/field';
import { Form } from '../ui/form';
import { View } from '../ui/view';

export function SignIn() {
  const known = username.value;
  useEffect(offerPasskey, []);
  return (
    <Intro>
      <View title="Sign in">
        <Form
          submit="Sign in"
          onSubmit={({ username = '', password = '' }) => signIn(username, password)}
          actions={(run) => (
            <>
              {userPool.value?.domain && (
                <Button look="wide" icon="browser" onClick={() => void run(signInThere, [])}>
                  Sign in with the hosted page
                </Button>
              )}
              {hasPasskeys && (
                <Button
                  look="wide"
                  icon="key"
                  onClick={() => void run(({ username = '' }) => signInWithPasskey(username), ['username'])}
                >
                  Sign in with a passkey
                </Button>
              )}
              <Button look="quiet" onClick={() => void run(({ username = '' }) => signIn(username), ['username'])}>
                Sign in with a custom challenge
              </Button>
            </>
          )}
        >
          <UsernameField defaultValue={known} focus={!known} autocomplete="username webauthn" />
          <PasswordField autocomplete="current-password" focus={Boolean(known)} />
        </Form>
        <p class="elsewhere">
          New here? <a href="#/sign-up">Create an account</a>
        </p>
        <p class="elsewhere">
          Forgot your password? <a href="#/forgot-password">Reset it</a>
        </p>
        <p class="elsewhere">
          Prefer a code? <a href="#/sign-in-code">Sign in with a code</a>
        </p>
        <p class="elsewhere">
          Waiting for a code? <a href="#/confirm">Confirm your account</a>
        </p>
        {identityPoolId.value && (
          <p class="elsewhere">
            Only a guest? <a href="#/credentials">Get AWS credentials</a>
          </p>
        )}
      </View>
    </Intro>
  );
}
