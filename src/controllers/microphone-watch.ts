/** Owns the news of microphones: devices that come and go, and a permission that the visitor changes in the browser's settings. */

export interface MicrophoneNews {
  onDevices(): void;
  onPermission(permission: PermissionState): void;
}

/** Tells the news until `signal` aborts. Where the browser has none to tell, nothing happens. */
export function watchMicrophone(view: Window, news: MicrophoneNews, signal: AbortSignal): void {
  // Both are absent in insecure contexts and in some in-app browsers, whatever the types say.
  const { mediaDevices, permissions } = view.navigator as Partial<
    Pick<Navigator, 'mediaDevices' | 'permissions'>
  >;
  mediaDevices?.addEventListener('devicechange', () => news.onDevices(), { signal });
  permissions?.query({ name: 'microphone' }).then(
    (status) => status.addEventListener('change', () => news.onPermission(status.state), { signal }),
    // Some browsers do not know the name of this permission.
    () => undefined,
  );
}
