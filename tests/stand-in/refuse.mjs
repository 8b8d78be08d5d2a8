// How the service says no, and what it says of a request that is not well formed.

export class Refusal extends Error {
  constructor(type, message, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

export const refuse = (type, message) => {
  throw new Refusal(type, message);
};
export const invalid = (message) => refuse('InvalidParameterException', message);
export const notAuthorized = (message) => refuse('NotAuthorizedException', message);

const AccessToken = { pattern: /^[A-Za-z0-9-_=.]+$/, shown: '[A-Za-z0-9-_=.]+' };
const Name = { pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u, shown: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' };
const Code = { pattern: /^\S+$/, shown: '[\\S]+' };
const Password = { pattern: /^\S+.*\S+$/, shown: '^[\\S]+.*[\\S]+$' };
const ClientId = { pattern: /^[\w+]+$/, shown: '[\\w+]+' };
const UserCode = { pattern: /^[0-9]+$/, shown: '[0-9]+' };
const DeviceKey = { pattern: /^[\w-]+_[0-9a-f-]+$/, shown: '[\\w-]+_[0-9a-f-]+' };
const Session = { pattern: /^.{20,4096}$/s, shown: '.{20,4096}', length: true };
const Text = { pattern: /^[^]*$/ };
const list = 'list';
const map = 'map';
/** Any JSON object. */
const document = 'document';
const maybe = (rule) => ({ rule, optional: true });
const MORE = {
  ClientMetadata: maybe(map),
  UserContextData: maybe(map),
  AnalyticsMetadata: maybe(map),
  SecretHash: maybe(Text),
};

/** The members of each request, as the API reference has them. */
const MEMBERS = {
  SignUp: {
    ClientId,
    Username: Name,
    Password: maybe(Text),
    UserAttributes: maybe(list),
    ValidationData: maybe(list),
    ...MORE,
  },
  ConfirmSignUp: {
    ClientId,
    Username: Name,
    ConfirmationCode: Code,
    ForceAliasCreation: maybe('boolean'),
    Session: maybe(Session),
    ...MORE,
  },
  ResendConfirmationCode: { ClientId, Username: Name, ...MORE },
  InitiateAuth: { ClientId, AuthFlow: Text, AuthParameters: maybe(map), Session: maybe(Session), ...MORE },
  RespondToAuthChallenge: {
    ClientId,
    ChallengeName: Text,
    ChallengeResponses: maybe(map),
    Session: maybe(Session),
    ...MORE,
  },
  GetTokensFromRefreshToken: {
    ClientId,
    RefreshToken: AccessToken,
    DeviceKey: maybe(DeviceKey),
    ClientSecret: maybe(Text),
    ClientMetadata: maybe(map),
  },
  RevokeToken: { ClientId, Token: AccessToken, ClientSecret: maybe(Text) },
  GlobalSignOut: { AccessToken },
  GetUser: { AccessToken },
  DeleteUser: { AccessToken },
  UpdateUserAttributes: { AccessToken, UserAttributes: list, ClientMetadata: maybe(map) },
  DeleteUserAttributes: { AccessToken, UserAttributeNames: list },
  GetUserAttributeVerificationCode: { AccessToken, AttributeName: Name, ClientMetadata: maybe(map) },
  VerifyUserAttribute: { AccessToken, AttributeName: Name, Code },
  ChangePassword: { AccessToken, PreviousPassword: maybe(Password), ProposedPassword: Password },
  ForgotPassword: { ClientId, Username: Name, ...MORE },
  ConfirmForgotPassword: { ClientId, Username: Name, ConfirmationCode: Code, Password, ...MORE },
  AssociateSoftwareToken: { AccessToken: maybe(AccessToken), Session: maybe(Session) },
  VerifySoftwareToken: {
    AccessToken: maybe(AccessToken),
    Session: maybe(Session),
    UserCode,
    FriendlyDeviceName: maybe(Text),
  },
  GetUserAuthFactors: { AccessToken },
  SetUserMFAPreference: {
    AccessToken,
    SMSMfaSettings: maybe(map),
    SoftwareTokenMfaSettings: maybe(map),
    EmailMfaSettings: maybe(map),
    WebAuthnMfaSettings: maybe(map),
  },
  SetUserSettings: { AccessToken, MFAOptions: list },
  ConfirmDevice: { AccessToken, DeviceKey, DeviceName: maybe(Text), DeviceSecretVerifierConfig: maybe(map) },
  UpdateDeviceStatus: { AccessToken, DeviceKey, DeviceRememberedStatus: maybe(Text) },
  ForgetDevice: { DeviceKey, AccessToken: maybe(AccessToken) },
  GetDevice: { DeviceKey, AccessToken: maybe(AccessToken) },
  ListDevices: { AccessToken, Limit: maybe('number'), PaginationToken: maybe(Text) },
  StartWebAuthnRegistration: { AccessToken },
  CompleteWebAuthnRegistration: { AccessToken, Credential: document },
  ListWebAuthnCredentials: { AccessToken, MaxResults: maybe('number'), NextToken: maybe(Text) },
  DeleteWebAuthnCredential: { AccessToken, CredentialId: Code },
};
export const operations = Object.keys(MEMBERS);

const shapeOf = (value) => (Array.isArray(value) ? list : typeof value === 'object' ? map : typeof value);
const lower = (name) => name[0].toLowerCase() + name.slice(1);

/** Takes a request apart as the service does: members it does not know are passed over, `null` is the same as absent. */
export function read(operation, body) {
  if (shapeOf(body) !== map || body === null) refuse('SerializationException', undefined);
  const wrong = [];
  const request = {};
  for (const [name, said] of Object.entries(MEMBERS[operation])) {
    const { rule, optional } = said.optional ? said : { rule: said };
    const value = body[name] ?? undefined;
    if (value === undefined) {
      if (!optional) wrong.push(`Value null at '${lower(name)}' failed to satisfy constraint: Member must not be null`);
      continue;
    }
    const wanted = typeof rule === 'string' ? rule : 'string';
    const shape = shapeOf(value);
    if (shape !== (wanted === document ? map : wanted))
      refuse(
        'SerializationException',
        `${shape.toUpperCase()}_VALUE cannot be converted to ${wanted === 'string' ? 'String' : wanted}`,
      );
    if (wanted === map && !name.endsWith('MfaSettings')) {
      for (const each of Object.values(value))
        if (each !== null && typeof each !== 'string')
          refuse('SerializationException', `${shapeOf(each).toUpperCase()}_VALUE cannot be converted to String`);
    }
    if (rule.pattern && !rule.pattern.test(value)) {
      const at = `Value at '${lower(name)}' failed to satisfy constraint: Member must`;
      if (rule.length || value === '') wrong.push(`${at} have length greater than or equal to ${rule.length ? 20 : 1}`);
      else wrong.push(`${at} satisfy regular expression pattern: ${rule.shown}`);
    }
    request[name] =
      wanted === map ? Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null)) : value;
  }
  if (wrong.length)
    invalid(`${wrong.length} validation error${wrong.length > 1 ? 's' : ''} detected: ${wrong.join('; ')}`);
  return request;
}
