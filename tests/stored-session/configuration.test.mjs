// The configurations of v6, as v6 itself reads them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAmplifyConfig } from 'aws-amplify/utils';
import { merged } from '../../pkg/configuration.js';

/** The file that Amplify's tools write, with all that it may have of auth. */
const outputs = {
  version: '1.4',
  auth: {
    aws_region: 'eu-west-1',
    user_pool_id: 'eu-west-1_AbCdEf123',
    user_pool_client_id: 'client',
    identity_pool_id: 'eu-west-1:11111111-2222-3333-4444-555555555555',
    unauthenticated_identities_enabled: true,
    username_attributes: ['email'],
    standard_required_attributes: ['email'],
    user_verification_types: ['email'],
    mfa_configuration: 'OPTIONAL',
    mfa_methods: ['TOTP'],
    password_policy: { min_length: 8, require_lowercase: true },
    groups: [{ admin: { precedence: 0 } }],
    oauth: {
      domain: 'auth.example.com',
      identity_providers: ['GOOGLE'],
      scopes: ['openid', 'email'],
      redirect_sign_in_uri: ['https://a.example/', 'https://b.example/'],
      redirect_sign_out_uri: ['https://a.example/out'],
      response_type: 'code',
    },
  },
};
const expected = {
  userPoolId: 'eu-west-1_AbCdEf123',
  userPoolWebClientId: 'client',
  identityPoolId: 'eu-west-1:11111111-2222-3333-4444-555555555555',
  mandatorySignIn: false,
};
const part = (config, names) => Object.fromEntries(Object.keys(names).map((name) => [name, config[name]]));

test('amplify_outputs.json, and the resource configuration that v6 makes of it, give the same keys', () => {
  for (const given of [outputs, parseAmplifyConfig(outputs)]) {
    const config = merged(undefined, given);
    assert.deepEqual(part(config, expected), expected);
    const { domain, scope, redirectSignIn, redirectSignOut, responseType } = config.oauth;
    assert.deepEqual(
      { domain, scope, redirectSignIn, redirectSignOut, responseType },
      {
        domain: 'auth.example.com',
        scope: ['openid', 'email'],
        redirectSignIn: ['https://a.example/', 'https://b.example/'],
        redirectSignOut: ['https://a.example/out'],
        responseType: 'code',
      },
    );
  }
});

test('v6’s guests are refused unless they are allowed', () => {
  for (const [Cognito, mandatorySignIn] of [
    [{}, true],
    [{ allowGuestAccess: false }, true],
    [{ allowGuestAccess: true }, false],
  ])
    assert.equal(merged(undefined, { Auth: { Cognito } }).mandatorySignIn, mandatorySignIn);
  const auth = { ...outputs.auth, unauthenticated_identities_enabled: undefined };
  assert.equal(merged(undefined, { auth }).mandatorySignIn, true);
});

test('v6’s endpoints are taken over, and keys beside it win', () => {
  const Cognito = {
    userPoolId: 'eu-west-1_AbCdEf123',
    userPoolClientId: 'client',
    userPoolEndpoint: 'https://proxy.example/pool',
    identityPoolEndpoint: 'https://proxy.example/identities',
    signUpVerificationMethod: 'link',
  };
  const taken = {
    endpoint: 'https://proxy.example/pool',
    identityPoolEndpoint: 'https://proxy.example/identities',
    signUpVerificationMethod: 'link',
  };
  assert.deepEqual(part(merged(undefined, { Auth: { Cognito } }), taken), taken);
  const storage = {};
  const beside = merged(undefined, { Auth: { Cognito, storage, endpoint: 'http://127.0.0.1:1' } });
  assert.equal(beside.storage, storage);
  assert.equal(beside.endpoint, 'http://127.0.0.1:1');
  // What was configured before stays where the file says nothing.
  const before = { endpoint: 'http://127.0.0.1:1', oauth: { domain: 'x' }, storage };
  const { oauth, ...auth } = outputs.auth;
  const after = merged(before, { auth });
  assert.deepEqual(part(after, before), before);
});

test('a function of refreshHandlers stays until it is given anew', () => {
  const [google, other, newer] = [() => 1, () => 2, () => 3];
  const first = merged(undefined, { refreshHandlers: { google, other } });
  assert.deepEqual(first.refreshHandlers, { google, other });
  assert.deepEqual(merged(first, { region: 'eu-west-1' }).refreshHandlers, { google, other });
  for (const refreshHandlers of [{ google: newer }, Object.freeze({ google: newer })])
    for (const given of [{ refreshHandlers }, { Auth: { refreshHandlers } }])
      assert.deepEqual(merged(first, given).refreshHandlers, { google: newer, other });
  assert.deepEqual(first.refreshHandlers, { google, other });
  assert.equal('refreshHandlers' in merged(undefined, { region: 'eu-west-1' }), false);
});

test('a configuration of v5 stays what it was', () => {
  const v5 = { aws_user_pools_id: 'eu-west-1_A', aws_user_pools_web_client_id: 'c', oauth: {} };
  assert.deepEqual(
    Object.keys(merged(undefined, v5)).sort(),
    [
      ...Object.keys(v5),
      'identityPoolId',
      'identityPoolRegion',
      'mandatorySignIn',
      'region',
      'signUpVerificationMethod',
      'userPoolId',
      'userPoolWebClientId',
    ].sort(),
  );
  assert.deepEqual(merged({ a: 1 }, { Auth: { b: 2 } }), { a: 1, b: 2, Auth: { b: 2 } });
});
