/** Owns what can be plugged in and chosen: the list of microphones and speakers, as far as the browser tells. */

export interface DeviceList {
  /** Names are empty until the microphone was granted once: the browser hides them. */
  readonly inputs: readonly MediaDeviceInfo[];
  readonly outputs: readonly MediaDeviceInfo[];
}

/** Lists the devices of a page; empty where the browser has none to tell of. */
export async function listDevices(source: MediaDevices | undefined): Promise<DeviceList> {
  const devices = (await source?.enumerateDevices()) ?? [];
  // Before permission the browser lists nameless entries without an id: nobody could choose them.
  const of = (kind: MediaDeviceKind): MediaDeviceInfo[] =>
    devices.filter((device) => device.kind === kind && device.deviceId !== '');
  return { inputs: of('audioinput'), outputs: of('audiooutput') };
}
