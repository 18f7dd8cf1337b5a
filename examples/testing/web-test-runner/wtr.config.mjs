import { playwrightLauncher } from '@web/test-runner-playwright';
import { startSimulator } from 'anam-persona/simulator';

let simulator;

/** Starts a simulator with the test server. */
const simulated = {
  name: 'simulated-anam',
  serverStart: async () => {
    simulator = await startSimulator();
  },
  serverStop: () => simulator?.close(),
};

/** Answers the token request of the page from the simulator. */
async function tokenRoute(context, next) {
  if (context.path !== '/api/session-token') return next();
  const answer = await fetch(`${simulator.url}/v1/auth/session-token`, {
    method: 'POST',
    headers: { authorization: `Bearer ${simulator.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ personaConfig: { name: 'Guide', avatarId: 'a', voiceId: 'v' } }),
  });
  context.status = answer.status;
  context.body = { ...(await answer.json()), apiBaseUrl: simulator.url };
}

export default {
  files: new URL('./*.test.js', import.meta.url).pathname,
  nodeResolve: true,
  plugins: [simulated],
  middleware: [tokenRoute],
  testFramework: { config: { timeout: 20_000 } },
  browsers: [
    playwrightLauncher({
      product: 'chromium',
      launchOptions: {
        ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
        args: [
          '--use-fake-ui-for-media-stream',
          '--use-fake-device-for-media-stream',
          '--allow-loopback-in-peer-connection',
          '--autoplay-policy=no-user-gesture-required',
          '--no-sandbox',
        ],
      },
    }),
  ],
};
