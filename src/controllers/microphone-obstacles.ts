/** Owns what stands between a page and a microphone: what can be known before asking, and what the browser's refusals mean. */
import { PersonaError, type ErrorCode } from '../session/error.js';
import type { MicState } from '../session/media.js';

export type MicObstacle = Exclude<MicState, 'unasked' | 'asking' | 'granted'>;

/** Permissions Policy as Chromium names it, and by the name that the specification gives it. */
interface PolicyDocument {
  readonly featurePolicy?: { allowsFeature(feature: string): boolean };
  readonly permissionsPolicy?: { allowsFeature(feature: string): boolean };
}

/** What makes asking pointless, known without asking; `undefined` when nothing is. */
export function foreseenObstacle(view: Window): MicObstacle | undefined {
  if (!view.isSecureContext) return 'insecure';
  const document = view.document as Document & PolicyDocument;
  const policy = document.permissionsPolicy ?? document.featurePolicy;
  return policy && !policy.allowsFeature('microphone') ? 'blocked-by-policy' : undefined;
}

/** What a rejection of `getUserMedia` means. */
export function obstacleOf(cause: unknown): MicObstacle {
  switch (cause instanceof Error ? cause.name : '') {
    case 'NotAllowedError':
      return 'denied';
    case 'SecurityError':
      return 'blocked-by-policy';
    case 'NotFoundError':
    case 'OverconstrainedError':
    case 'TypeError': // there is no `mediaDevices`
      return 'missing';
    default:
      // NotReadableError, AbortError and whatever else says that there is a device which does not start.
      return 'in-use';
  }
}

const EXPLANATIONS: Record<MicObstacle, readonly [ErrorCode, string]> = {
  denied: [
    'mic-denied',
    'The microphone was refused; the visitor can allow it in the site settings of the browser.',
  ],
  missing: [
    'mic-missing',
    'The browser found no microphone; connect one, or set disable-input-audio for pages that only listen and type.',
  ],
  'in-use': [
    'mic-in-use',
    'The microphone did not start; another programme may be using it, so close that one and try again.',
  ],
  'blocked-by-policy': [
    'mic-blocked-by-policy',
    'The Permissions Policy of this page or frame forbids the microphone; send "Permissions-Policy: microphone=(self)" and give iframes allow="microphone".',
  ],
  insecure: [
    'mic-insecure',
    'The microphone needs a secure context; serve the page over https, or from localhost.',
  ],
};

export function obstacleError(obstacle: MicObstacle, cause?: unknown): PersonaError {
  const [code, message] = EXPLANATIONS[obstacle];
  return new PersonaError(code, message, cause === undefined ? {} : { cause });
}
