import type { ChallengedUser, ChallengeParameters } from 'cognito-auth-wasm';
import { challenged } from '../auth';
import { CodeChallenge } from '../challenge/code';
import { CustomChallenge } from '../challenge/custom';
import { HowChallenge } from '../challenge/how';
import { NewPasswordChallenge } from '../challenge/new-password';
import { PasskeyChallenge } from '../challenge/passkey';
import { SelectFactorChallenge } from '../challenge/select-factor';
import { SetUpChallenge } from '../challenge/set-up';
import { UnknownChallenge } from '../challenge/unknown';
import { Intro } from '../intro';

export function Challenge() {
  const current = challenged.value;
  if (!current) return null;
  // Each question is a view of its own, even if it has the name of the last one.
  return (
    <Intro later>
      <Question key={current.round} asked={current.asked} />
    </Intro>
  );
}

function Question({ asked }: { asked: ChallengedUser }) {
  switch (asked.challengeName) {
    case 'SMS_MFA':
    case 'SOFTWARE_TOKEN_MFA':
    case 'EMAIL_OTP':
    case 'SMS_OTP':
      return (
        <CodeChallenge
          factor={asked.challengeName}
          parameters={asked.challengeParam}
          isFirst={asked.preferredChallenge === asked.challengeName}
        />
      );
    case 'SELECT_MFA_TYPE':
      return <SelectFactorChallenge choices={asked.challengeParam.MFAS_CAN_CHOOSE} />;
    case 'SELECT_CHALLENGE':
      return <HowChallenge factors={asked.availableChallenges} wanted={asked.preferredChallenge} />;
    case 'WEB_AUTHN':
      return <PasskeyChallenge />;
    case 'MFA_SETUP':
      return <SetUpChallenge name={asked.getUsername()} choices={asked.challengeParam.MFAS_CAN_SETUP} />;
    case 'NEW_PASSWORD_REQUIRED':
      return (
        <NewPasswordChallenge
          required={asked.challengeParam.requiredAttributes}
          known={asked.challengeParam.userAttributes}
        />
      );
    case 'CUSTOM_CHALLENGE':
      return <CustomChallenge parameters={asked.challengeParam} />;
    default:
      return <UnknownChallenge name={asked.challengeName} parameters={asked.challengeParam as ChallengeParameters} />;
  }
}
