import type { ChallengeParameters, MfaType } from 'cognito-auth-wasm';
import { useRef } from 'preact/hooks';
import { confirmSignIn, resendSignInCode } from '../challenge';
import { countdown, useNow } from '../clock';
import { Button } from '../ui/button';
import { CodeField } from '../ui/field';
import { Form } from '../ui/form';
import { View } from '../ui/view';
import { StartAgain } from './start-again';

const TITLES: Record<MfaType, string> = {
  SMS_MFA: 'Check your phone',
  SOFTWARE_TOKEN_MFA: 'Open your authenticator app',
  EMAIL_OTP: 'Check your e-mail',
  SMS_OTP: 'Check your phone',
};

/** Messages cost money. */
const PAUSE_S = 30;

interface Props {
  factor: MfaType;
  parameters?: ChallengeParameters;
  /** Whether nothing came before it, so that it can be sent again. */
  isFirst?: boolean;
}

export function CodeChallenge({ factor, parameters = {}, isFirst = false }: Props) {
  return (
    <View title={TITLES[factor]} lead={lead(factor, parameters)}>
      <Form
        submit="Continue"
        onSubmit={({ code = '' }) => confirmSignIn(code.trim(), factor)}
        actions={isFirst ? (run) => <SendAgain onClick={() => void run(resendSignInCode, [])} /> : undefined}
      >
        {factor === 'SOFTWARE_TOKEN_MFA' ? (
          <CodeField sent={false} missing="Enter the code that the app shows." focus />
        ) : (
          <CodeField sent="other" focus />
        )}
      </Form>
      <StartAgain>{factor !== 'SOFTWARE_TOKEN_MFA' && 'No code?'}</StartAgain>
    </View>
  );
}

function SendAgain({ onClick }: { onClick: () => void }) {
  const now = useNow();
  const since = useRef(now);
  const left = PAUSE_S - Math.floor((now - since.current) / 1000);
  if (left > 0) return <p class="hint">Another code can be sent in {countdown(left)}.</p>;
  return (
    <Button look="quiet" onClick={onClick}>
      Send another code
    </Button>
  );
}

function lead(factor: MfaType, { CODE_DELIVERY_DESTINATION: to, FRIENDLY_DEVICE_NAME: app }: ChallengeParameters) {
  switch (factor) {
    case 'SMS_MFA':
    case 'SMS_OTP':
      return (
        <>
          Enter the code that we sent as a text message
          {to && (
            <>
              {' '}
              to <strong>{to}</strong>
            </>
          )}
          .
        </>
      );
    case 'EMAIL_OTP':
      return (
        <>
          Enter the code that we sent
          {to && (
            <>
              {' '}
              to <strong>{to}</strong>
            </>
          )}
          .
        </>
      );
    case 'SOFTWARE_TOKEN_MFA':
      return <>Enter the six digits that {app ? <strong>{app}</strong> : 'it'} shows now.</>;
  }
}
