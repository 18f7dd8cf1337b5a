/** Plays a browser that refuses: what no server can bring about. Every play returns how to end it. */

const refuse = (name, message) => () => Promise.reject(new DOMException(message, name));

/** Replaces a property of an object, and returns how to put it back. */
const replace = (object, name, descriptor) => {
  const own = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { configurable: true, ...descriptor });
  return () => (own ? Object.defineProperty(object, name, own) : Reflect.deleteProperty(object, name));
};

const microphone = (getUserMedia) => () => {
  // A visitor who was never asked, whatever this page was allowed before.
  const permission = Object.assign(new window.EventTarget(), { state: 'prompt' });
  const undo = [
    replace(navigator.mediaDevices, 'getUserMedia', { value: getUserMedia }),
    replace(navigator.permissions, 'query', { value: () => Promise.resolve(permission) }),
  ];
  return () => {
    for (const each of undo) each();
  };
};

const hidden = () => {
  const undo = [
    replace(document, 'hidden', { get: () => true }),
    replace(document, 'visibilityState', { get: () => 'hidden' }),
  ];
  document.dispatchEvent(new Event('visibilitychange'));
  return () => {
    for (const each of undo) each();
    document.dispatchEvent(new Event('visibilitychange'));
  };
};

/** Sound is refused until something in the element is pressed, as before the first gesture on a page. */
const blocked = (persona) => {
  const { play } = HTMLMediaElement.prototype;
  const undo = replace(HTMLMediaElement.prototype, 'play', {
    value() {
      return this.muted
        ? play.call(this)
        : refuse('NotAllowedError', 'The page plays a browser without sound.')();
    },
  });
  persona.addEventListener('click', undo, { capture: true, once: true });
  return undo;
};

export const PLAYS = {
  'mic-asks': microphone(() => new Promise(() => undefined)),
  'mic-denied': microphone(refuse('NotAllowedError', 'The page plays a visitor who refuses.')),
  'mic-missing': microphone(refuse('NotFoundError', 'The page plays a computer without a microphone.')),
  'mic-in-use': microphone(refuse('NotReadableError', 'The page plays a microphone that is in use.')),
  'sound-blocked': blocked,
  hidden,
  offline: () => replace(navigator, 'onLine', { get: () => false }),
  'no-webrtc': () => replace(window, 'RTCPeerConnection', { value: undefined, writable: true }),
};
