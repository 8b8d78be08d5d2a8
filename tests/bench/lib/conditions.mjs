// What a page may meet: a slow processor, a slow network.

const SLOW_CPU = 4;
const SLOW_NETWORK = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 1.6e6 / 8 };

export const CONDITIONS = [
  { id: 'plain', name: 'unthrottled' },
  { id: 'cpu', name: '4x CPU throttling', slowCpu: true },
  { id: 'network', name: '1.6 Mbit/s, 150 ms', slowNetwork: true },
  { id: 'both', name: 'both', slowCpu: true, slowNetwork: true },
];

/** Those of the given ids. */
export const conditions = (...ids) => CONDITIONS.filter(({ id }) => ids.includes(id));

export async function impose(page, { slowCpu, slowNetwork }) {
  const devtools = await page.context().newCDPSession(page);
  if (slowCpu) await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOW_CPU });
  if (slowNetwork) {
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', SLOW_NETWORK);
  }
}
