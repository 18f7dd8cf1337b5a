import 'anam-persona/cdn/anam-persona.js';

/** Resolves with the event when it comes. */
function once(target, name) {
  return new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));
}

it('greets, and says goodbye', async () => {
  const persona = document.createElement('anam-persona');
  persona.setAttribute('token-url', '/api/session-token');
  document.body.append(persona);
  const greeting = once(persona, 'anam-message');
  await persona.start();
  const { role, content } = await greeting;
  if (role !== 'persona' || content.length === 0)
    throw new Error(`Expected a greeting, got ${role}: ${content}`);
  const end = once(persona, 'anam-session-end');
  await persona.stop();
  const { reason } = await end;
  if (reason !== 'user') throw new Error(`Expected the end by the user, got ${reason}`);
  persona.remove();
});
