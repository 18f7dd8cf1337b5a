/** Owns the news of microphones: devices that come and go, and a permission that the visitor changes in the browser's settings. */

export interface MicrophoneNews {
  onDevices(): void;
  /** How it stands: told once, and soon; `prompt` where the browser does not tell. */
  onKnown(permission: PermissionState): void;
  /** It changed. */
  onPermission(permission: PermissionState): void;
}

/** Tells the news until `signal` aborts. */
export function watchMicrophone(view: Window, news: MicrophoneNews, signal: AbortSignal): void {
  // Both are absent in insecure contexts and in some in-app browsers, whatever the types say.
  const { mediaDevices, permissions } = view.navigator as Partial<
    Pick<Navigator, 'mediaDevices' | 'permissions'>
  >;
  mediaDevices?.addEventListener('devicechange', () => news.onDevices(), { signal });
  const know = (permission: PermissionState): void => {
    if (!signal.aborted) news.onKnown(permission);
  };
  if (!permissions) {
    know('prompt');
    return;
  }
  permissions.query({ name: 'microphone' }).then(
    (status) => {
      know(status.state);
      status.addEventListener('change', () => news.onPermission(status.state), { signal });
    },
    // Some browsers do not know the name of this permission.
    () => know('prompt'),
  );
}
