/** The personas one can choose, as data: how they look, sound and greet. */

import type { Look } from '../media/look.js';
import type { VoiceSettings } from '../media/voice.js';

/** One persona of the simulator. */
export interface Persona {
  id: string;
  name: string;
  description: string;
  greeting: string;
  look: Look;
  voice: VoiceSettings;
}

/** The ids stand in for those of an Anam account. */
export const personas: readonly Persona[] = [
  {
    id: '5f1c0a10-0000-4000-8000-000000000001',
    name: 'Ada',
    description: 'Friendly and calm; the persona of the demo.',
    greeting: 'Hello! I am Ada, a simulated persona. Say something, or type, and I will answer.',
    look: {
      skin: '#f2c4a0',
      shade: '#e0a680',
      hair: '#4a2f28',
      hairStyle: 'bob',
      eyes: '#3b7f8c',
      shirt: '#3f5bd6',
      collar: '#2c44ad',
      background: ['#bfe3ef', '#5a8fb8'],
    },
    voice: { language: 'en-gb', pitch: 62, rate: 165 },
  },
  {
    id: '5f1c0a10-0000-4000-8000-000000000002',
    name: 'Bram',
    description: 'A patient guide with a deep voice.',
    greeting: 'Good day. My name is Bram, and I am simulated. What would you like to try?',
    look: {
      skin: '#8d5a3c',
      shade: '#744528',
      hair: '#1f1a1d',
      hairStyle: 'short',
      eyes: '#4a2d1c',
      shirt: '#f0a53a',
      collar: '#d08520',
      background: ['#cfe9d4', '#4c8f78'],
      glasses: true,
    },
    voice: { language: 'en-us', pitch: 28, rate: 155 },
  },
  {
    id: '5f1c0a10-0000-4000-8000-000000000003',
    name: 'Chiara',
    description: 'Quick and cheerful.',
    greeting: 'Hi there! I am Chiara. None of this is real, but all of it works. Ask me anything!',
    look: {
      skin: '#d99f74',
      shade: '#c1855b',
      hair: '#2a1c20',
      hairStyle: 'curls',
      eyes: '#5b3a1e',
      shirt: '#c0466f',
      collar: '#9c3156',
      background: ['#f6dccb', '#c88a7a'],
    },
    voice: { language: 'en-us', pitch: 70, rate: 178 },
  },
  {
    id: '5f1c0a10-0000-4000-8000-000000000004',
    name: 'Dora',
    description: 'Speaks slowly, in short sentences.',
    greeting: 'Hello. I am Dora. I am a simulator. Take your time.',
    look: {
      skin: '#f6d2b8',
      shade: '#e3b090',
      hair: '#c9793a',
      hairStyle: 'bun',
      eyes: '#4d8a4f',
      shirt: '#4f7d57',
      collar: '#3b6344',
      background: ['#e6dcf4', '#8577b8'],
    },
    voice: { language: 'en-gb', pitch: 55, rate: 135 },
  },
];

/** An id that no account knows: as `personaId`, `avatarId`, `voiceId` or `llmId` it gives 404 at engine/session. */
export const UNKNOWN_ID = '00000000-0000-0000-0000-000000000000';

/** The persona of this id. */
export function personaById(id: string): Persona | undefined {
  return personas.find((persona) => persona.id === id);
}

/** The persona of this id, or of this name in any case. */
export function findPersona(nameOrId: string): Persona | undefined {
  return personas.find(({ id, name }) => id === nameOrId || name.toLowerCase() === nameOrId.toLowerCase());
}

/** The look and voice lent to an ephemeral configuration: the same avatar id always gets the same face. */
export function personaForAvatar(avatarId: string): Persona {
  let sum = 0;
  for (let index = 0; index < avatarId.length; index++) sum += avatarId.charCodeAt(index);
  const persona = personas[sum % personas.length];
  if (!persona) throw new Error('There must be at least one persona.');
  return persona;
}
