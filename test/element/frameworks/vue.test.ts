/** The element in a template of Vue. */
import { expectTemplate } from './template.js';

it('Vue', async () => {
  // The build with the compiler of templates, which has no types of its own.
  const vue = (await import('vue/dist/vue.esm-browser.prod.js' as string)) as typeof import('vue');
  await expectTemplate((place, { listen, tokenProvider, ...first }) => {
    const values = vue.reactive({ ...first });
    const app = vue.createApp({
      template: `
        <anam-persona
          token-url="/api/session-token"
          text-input
          :no-controls="false"
          :captions="values.captions"
          :volume="values.volume"
          :tokenParams="{ persona: 'cara' }"
          :tokenProvider="tokenProvider"
          @anam-speech-start="listen"
        ><p slot="poster">…</p></anam-persona>`,
      setup: () => ({ values, tokenProvider, listen }),
    });
    app.config.compilerOptions.isCustomElement = (tag) => tag === 'anam-persona';
    app.mount(place);
    return {
      change: (next) => {
        Object.assign(values, next);
        return vue.nextTick();
      },
      unmount: () => app.unmount(),
    };
  });
});
