import { HOSTED_CLIENT } from '../../stand-in/stand-in.mjs';

// The user pools of the flows. Their time stands still unless a case moves it.
const Clock = Date.UTC(2026, 0, 1);
const Factors = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'];
const BY_CHOICE = { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] };

const pools = {
  plain: {
    pool: { CustomAuth: { Srp: true, Rounds: [{ Parameters: { question: '6 x 7' }, Answer: 'the answer is 42' }] } },
  },
  factors: { mfa: 'OPTIONAL', pool: { Factors } },
  setup: { mfa: 'ON', pool: { Factors: ['SOFTWARE_TOKEN_MFA'] } },
  choice: {
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
    client: BY_CHOICE,
  },
  passkeys: {
    pool: {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
      WebAuthnConfiguration: { RelyingPartyId: 'localhost' },
    },
    client: BY_CHOICE,
  },
  hosted: { client: { ...HOSTED_CLIENT, CallbackURLs: ['https://app.example/'] } },
  identities: { identities: true },
  devices: {
    pool: { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true } },
  },
};

/** `{ userPoolId, clientId, region, endpoint }` of each, by name; and `identityPoolId`, if it has one. */
export async function createPools(service) {
  const created = Object.entries(pools).map(async ([name, { pool, identities, ...rest }]) => {
    const ids = await service.createUserPool({ ...rest, pool: { ...pool, Clock } });
    return [name, { ...ids, identityPoolId: identities && (await service.createIdentityPool(ids)) }];
  });
  return Object.fromEntries(await Promise.all(created));
}
