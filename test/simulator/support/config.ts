/** A persona configuration that works. */
export const CONFIG = {
  name: 'Test persona',
  avatarId: 'a',
  voiceId: 'v',
  llmId: 'l',
  systemPrompt: 'Be brief.',
};
