// What needs an administrator: the operations of the service that tests use, and a door of our own for what no service
// lets anybody do. They take `UserPoolId`, and are refused without an Authorization header.
import { shown } from './account.mjs';
import { forget } from './devices.mjs';
import { authorizeAs } from './hosted.mjs';
import { createIdentityPool } from './identities.mjs';
import { setPreference } from './mfa.mjs';
import { UserPool } from './pool.mjs';
import { invalid, refuse } from './refuse.mjs';
import { signOutEverywhere } from './tokens.mjs';
import { totp } from './totp.mjs';
import { needsNoPassword } from './user-auth.mjs';

const userIn = (pool, { Username }) => pool.find(Username) ?? refuse('UserNotFoundException', 'User does not exist.');

/** For a whole server. */
export const serverOperations = {
  CreateUserPool(server, settings) {
    const id = `us-east-1_${server.nextId(9)}`;
    server.pools.set(id, new UserPool(id, settings));
    return { UserPool: { Id: id, Name: settings.PoolName, MfaConfiguration: settings.MfaConfiguration ?? 'OFF' } };
  },
  CreateIdentityPool: createIdentityPool,
  Reset(server) {
    server.pools.clear();
    server.identityPools.clear();
    return {};
  },
};

/** For one user pool. */
export const poolOperations = {
  DescribeUserPool: (pool) => ({ UserPool: { Id: pool.id, MfaConfiguration: pool.mfa } }),
  DeleteUserPool: (pool, _, server) => (server.pools.delete(pool.id), {}),
  SetUserPoolMfaConfig(
    pool,
    { MfaConfiguration, SmsMfaConfiguration, SoftwareTokenMfaConfiguration, EmailMfaConfiguration },
  ) {
    pool.mfa = MfaConfiguration ?? pool.mfa;
    const factors = [
      SmsMfaConfiguration && 'SMS_MFA',
      SoftwareTokenMfaConfiguration?.Enabled && 'SOFTWARE_TOKEN_MFA',
      EmailMfaConfiguration && 'EMAIL_OTP',
    ].filter(Boolean);
    if (factors.length) pool.factors = factors;
    return {};
  },
  CreateUserPoolClient(pool, { GenerateSecret, ...settings }, server) {
    const client = {
      ExplicitAuthFlows: [
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_CUSTOM_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
      ...settings,
      ClientId: server.nextId(26).toLowerCase(),
    };
    if (GenerateSecret) client.ClientSecret = server.nextId(40).toLowerCase();
    pool.clients.set(client.ClientId, client);
    return { UserPoolClient: client };
  },
  UpdateUserPoolClient(pool, { ClientId, UserPoolId, ...settings }) {
    return { UserPoolClient: Object.assign(pool.clients.get(ClientId) ?? invalid('no such client'), settings) };
  },

  /** Somebody else who vouches for users on the hosted pages, under `ProviderName` or any of `IdpIdentifiers`. */
  CreateIdentityProvider: (pool, { ProviderName, ProviderType, IdpIdentifiers }) => (
    pool.identityProviders.set(ProviderName, { ProviderName, ProviderType, IdpIdentifiers }),
    { IdentityProvider: { ProviderName, ProviderType } }
  ),

  AdminCreateUser(pool, { Username, TemporaryPassword, UserAttributes }) {
    if (pool.find(Username)) refuse('UsernameExistsException', 'User account already exists');
    const isWithout = !TemporaryPassword && needsNoPassword(pool);
    const user = pool.add(
      Username,
      isWithout ? undefined : (TemporaryPassword ?? 'Temporary1!'),
      pool.attributes(UserAttributes, { own: false }),
      isWithout ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
    );
    return { User: { Username: user.username, Attributes: pool.listed(user), Enabled: true, UserStatus: user.status } };
  },
  AdminSetUserPassword(pool, { Password, Permanent, ...of }) {
    const user = userIn(pool, of);
    pool.setPassword(user, Password);
    if (!Permanent) user.status = 'FORCE_CHANGE_PASSWORD';
    return {};
  },
  AdminGetUser(pool, of) {
    const user = userIn(pool, of);
    return { ...shown(pool, user), Enabled: user.enabled, UserStatus: user.status };
  },
  AdminConfirmSignUp: (pool, of) => (Object.assign(userIn(pool, of), { status: 'CONFIRMED' }), {}),
  AdminDisableUser: (pool, of) => ((userIn(pool, of).enabled = false), {}),
  AdminEnableUser: (pool, of) => ((userIn(pool, of).enabled = true), {}),
  AdminDeleteUser: (pool, of) => (pool.users.delete(pool.key(userIn(pool, of).username)), {}),
  AdminUserGlobalSignOut: (pool, of) => (signOutEverywhere(pool, userIn(pool, of)), {}),
  AdminResetUserPassword: (pool, of) => (
    Object.assign(userIn(pool, of), { status: 'RESET_REQUIRED' }),
    pool.send(userIn(pool, of), 'ForgotPassword', 'email'),
    {}
  ),
  AdminUpdateUserAttributes: (pool, { UserAttributes, ...of }) => (
    Object.assign(userIn(pool, of).attributes, pool.attributes(UserAttributes, { own: false })),
    {}
  ),
  AdminSetUserMFAPreference: (pool, request) => setPreference(pool, userIn(pool, request), request),
  AdminForgetDevice: (pool, { DeviceKey, ...of }) => (forget(pool, userIn(pool, of), DeviceKey), {}),
  AdminListDevices: (pool, of) => ({
    Devices: [...userIn(pool, of).devices.values()]
      .filter(({ v }) => v)
      .map(({ key, remembered, name }) => ({ DeviceKey: key, Remembered: remembered, Name: name })),
  }),
  AdminAddUserToGroup: (pool, { GroupName, ...of }) => ((userIn(pool, of).groups ??= []).push(GroupName), {}),

  // ---- our own ----

  /** What has been sent: all of it, or to one user; oldest first. */
  Messages: (pool, { Username }) => ({
    Messages: pool.messages.filter((message) => !Username || message.Username === Username),
  }),
  /** From now on the trigger before the generation of tokens answers so (`claimsAndScopeOverrideDetails`). */
  GenerateTokens: (pool, { Details }) => ((pool.tokenGeneration = Details), {}),
  MoveClock: (pool, { Seconds }) => (pool.moveClock(Seconds), { Now: pool.now() }),
  /**
   * The next `Times` requests (1; Infinity is written as -1) of `Operation` ('*': any) fail: `Kind` is abort, slow
   * (`DelayMs`), html, truncated, or error (`Status`, `Type`, `Message`). With `After` they are carried out first. The
   * token endpoint and its neighbours are called `token`, `revoke` and `authorize`.
   */
  Fault: (pool, { Operation = '*', Times = 1, Kind = 'error', ...how }) => (
    pool.faults.push({ Operation, left: Times < 0 ? Infinity : Times, Kind, ...how }),
    {}
  ),
  ClearFaults: (pool) => (pool.faults.splice(0), {}),
  /** Signs in at an address of the authorize endpoint, without its pages: gives the one to come back to. */
  Authorize: (pool, { Url, ...of }) => ({ Location: authorizeAs(pool, userIn(pool, of), Url) }),
  /** An authenticator app of a user, set up, and what it shows now. */
  EnrolTotp(pool, { Prefer = true, Secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', ...of }) {
    const user = userIn(pool, of);
    Object.assign(user, { totp: { secret: Secret, name: 'My TOTP device' } });
    user.mfa.add('SOFTWARE_TOKEN_MFA');
    if (Prefer) user.preferred = 'SOFTWARE_TOKEN_MFA';
    return { SecretCode: Secret };
  },
  Totp: (pool, { SecretCode, Steps = 0 }) => ({ Code: totp(SecretCode, pool.now() + Steps * 30_000) }),
};
