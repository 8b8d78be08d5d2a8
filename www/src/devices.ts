// The devices that Cognito knows of the signed-in user, this browser among them.
import { Auth } from 'cognito-auth-wasm';
import { asUser } from './auth';

export interface Device {
  id: string;
  name: string | undefined;
  here: boolean;
}

export async function fetchDevices(): Promise<Device[]> {
  return asUser('Auth.fetchDevices()', async (user) => {
    const devices = await Auth.fetchDevices();
    // From the storage, where a sign-in has left it.
    user.getCachedDeviceKeyAndPassword();
    return devices.map(({ id, name }) => ({ id, name, here: id === user.deviceKey }));
  });
}

export async function rememberDevice(): Promise<void> {
  await asUser('Auth.rememberDevice()', () => Auth.rememberDevice());
}

export async function forgetDevice(): Promise<void> {
  await asUser('Auth.forgetDevice()', () => Auth.forgetDevice());
}

/** Browsers give their user agent as the device's name. */
export function deviceName(name: string | undefined): string {
  if (!name) return 'Unnamed device';
  const find = (known: [RegExp, string][]) => known.find(([pattern]) => pattern.test(name))?.[1];
  const browser = find([
    [/Edg\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/Firefox\//, 'Firefox'],
    [/Chrom(e|ium)\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ]);
  const system = find([
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/Linux|X11/, 'Linux'],
  ]);
  if (!browser) return name;
  return system ? `${browser} on ${system}` : browser;
}
