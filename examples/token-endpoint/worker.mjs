/** Cloudflare Workers. Each isolate counts for itself: put a rate limiting rule of the platform in front. */
import { createTokenHandler } from 'anam-persona/server';

let handler;

export default {
  fetch(request, env, ctx) {
    handler ??= createTokenHandler({
      apiKey: env.ANAM_API_KEY,
      apiBaseUrl: env.ANAM_API_URL || undefined,
      exposeApiBaseUrl: Boolean(env.ANAM_API_URL),
      persona: { personaId: env.ANAM_PERSONA_ID },
      allowedOrigins: env.ALLOWED_ORIGINS?.split(/[\s,]+/).filter(Boolean),
      clientAddressHeader: 'cf-connecting-ip',
      log: (record) => console.log(JSON.stringify(record)),
    });
    const answer = handler(request);
    // A stop goes on for some seconds, also when the page that asked is gone.
    ctx.waitUntil(answer);
    return answer;
  },
};
