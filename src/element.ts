/** The class and everything around it, without side effects: nothing is registered by importing this. */
export { AnamPersona } from './anam-persona.js';
export * from './anam-persona.events.js';
export { ERRORS, PersonaError, type ErrorCode } from './session/error.js';
export type { ToolHandler } from './anam-persona.api.js';
export type { DeviceList } from './controllers/devices.js';
export type {
  AudioFormat,
  ClientFactory,
  CueOptions,
  MessageChunk,
  PersonaClient,
  Role,
} from './session/client.js';
export type { EndReason, Milestone, PersonaMessage, PersonaState, Timings } from './session/events.js';
export type { MicState } from './session/media.js';
export type { TokenContext, TokenHeaders, TokenProvider, TokenResponse } from './session/settings.js';
export type { TextKey, Texts } from './text/texts.js';
