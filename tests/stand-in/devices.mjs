// Devices that a user pool tracks. One is known from the sign-in that named it, and confirmed once it has a verifier.
import { invalid, refuse } from './refuse.mjs';
import { int } from './srp.mjs';
import { userOf } from './tokens.mjs';

/** A pool has one for all its devices. */
const GROUP = '-Gd4kS7pQ';

export function newDevice(pool, user) {
  const key = `${pool.region}_${pool.uuid(`device ${user.username}`)}`;
  user.devices.set(key, { key, group: GROUP, created: pool.now() });
  return { DeviceGroupKey: GROUP, DeviceKey: key };
}

export function confirmedDevice(user, key) {
  const device = user?.devices.get(key);
  return device?.v ? device : undefined;
}

const known = (user, key) =>
  confirmedDevice(user, key) ?? refuse('ResourceNotFoundException', 'Device does not exist.');
const tracked = (pool) => pool.devices || invalid('Device tracking is not enabled for this user pool.');

const shown = (device) => ({
  DeviceKey: device.key,
  DeviceAttributes: [
    { Name: 'device_status', Value: 'valid' },
    ...(device.name ? [{ Name: 'device_name', Value: device.name }] : []),
    { Name: 'dev:device_remembered_status', Value: device.remembered ? 'remembered' : 'not_remembered' },
    { Name: 'last_ip_used', Value: '127.0.0.1' },
  ],
  DeviceCreateDate: device.created / 1000,
  DeviceLastModifiedDate: device.modified / 1000,
  DeviceLastAuthenticatedDate: device.authenticated / 1000,
});

function bytesOf(text, name) {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text ?? '')) invalid(`Invalid ${name}`);
  return Buffer.from(text, 'base64');
}

export const operations = {
  ConfirmDevice(pool, { AccessToken, DeviceKey, DeviceName, DeviceSecretVerifierConfig: secret }) {
    const { user } = userOf(pool, AccessToken);
    tracked(pool);
    const device = user.devices.get(DeviceKey) ?? refuse('ResourceNotFoundException', 'Device does not exist.');
    if (device.v) refuse('DeviceKeyExistsException', 'Device key already exists.');
    if (!secret) invalid('DeviceSecretVerifierConfig is required.');
    device.salt = bytesOf(secret.Salt, 'Salt');
    device.v = int(bytesOf(secret.PasswordVerifier, 'PasswordVerifier'));
    const ask = Boolean(pool.devices.DeviceOnlyRememberedOnUserPrompt);
    Object.assign(device, { name: DeviceName, remembered: !ask, modified: pool.now(), authenticated: pool.now() });
    return { UserConfirmationNecessary: ask };
  },
  UpdateDeviceStatus(pool, { AccessToken, DeviceKey, DeviceRememberedStatus: status }) {
    const { user } = userOf(pool, AccessToken);
    tracked(pool);
    if (status !== undefined && !['remembered', 'not_remembered'].includes(status))
      invalid(
        `1 validation error detected: Value '${status}' at 'deviceRememberedStatus' failed to satisfy constraint: Member must satisfy enum value set: [remembered, not_remembered]`,
      );
    Object.assign(known(user, DeviceKey), { remembered: status === 'remembered', modified: pool.now() });
    return {};
  },
  ForgetDevice(pool, { AccessToken, DeviceKey }) {
    const { user } = userOf(pool, AccessToken);
    tracked(pool);
    known(user, DeviceKey);
    forget(pool, user, DeviceKey);
    return {};
  },
  GetDevice(pool, { AccessToken, DeviceKey }) {
    const { user } = userOf(pool, AccessToken);
    tracked(pool);
    return { Device: shown(known(user, DeviceKey)) };
  },
  ListDevices(pool, { AccessToken, Limit = 60, PaginationToken }) {
    const { user } = userOf(pool, AccessToken);
    tracked(pool);
    if (Limit < 0 || Limit > 60)
      invalid(
        `1 validation error detected: Value '${Limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60`,
      );
    const all = [...user.devices.values()].filter(({ v }) => v);
    const from = PaginationToken ? all.findIndex(({ key }) => `after-${key}` === PaginationToken) + 1 : 0;
    if (PaginationToken && !from) invalid('Invalid pagination token');
    const page = all.slice(from, from + Limit);
    return {
      Devices: page.map(shown),
      ...(from + page.length < all.length && { PaginationToken: `after-${page.at(-1).key}` }),
    };
  },
};

/** A device that is forgotten can no longer refresh either. */
export function forget(pool, user, key) {
  user.devices.delete(key);
  for (const [token, { origin }] of pool.refreshTokens)
    if (origin.user === user && origin.device === key) pool.refreshTokens.delete(token);
}
