// `node tests/stand-in/main.mjs [port]`: a stand-in with a pool that has every second factor and tracks devices, and
// somebody to sign in as. Prints the configuration for Amplify, then every request and every code that is sent.
import { startStandIn } from './stand-in.mjs';

const PASSWORD = 'Passw0rd!';
const standIn = await startStandIn({ port: Number(process.argv[2] ?? 0), log: (line) => console.log(line) });
const { userPoolId, clientId, region, endpoint } = await standIn.createUserPool({
  mfa: 'OPTIONAL',
  pool: {
    AutoVerifiedAttributes: ['email', 'phone_number'],
    Factors: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'],
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
    CustomAuth: { Rounds: [{ Parameters: { question: '6 x 7' }, Answer: '42' }] },
  },
});
const contact = { phone_number: '+15550100', phone_number_verified: 'true' };
await standIn.createUser(userPoolId, {
  username: 'ana',
  password: PASSWORD,
  email: 'ana@example.com',
  attributes: contact,
});
await standIn.createUser(userPoolId, {
  username: 'new',
  password: PASSWORD,
  email: 'new@example.com',
  temporary: true,
});

console.log(
  JSON.stringify(
    {
      url: endpoint,
      Auth: { region, userPoolId, userPoolWebClientId: clientId, endpoint },
      users: { ana: PASSWORD, new: PASSWORD },
    },
    null,
    2,
  ),
);
const pool = standIn.pools.get(userPoolId);
const push = pool.messages.push.bind(pool.messages);
pool.messages.push = (message) => (
  console.log(`${message.Medium} to ${message.To}: ${message.Code} (${message.Purpose})`),
  push(message)
);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => standIn.stop());
