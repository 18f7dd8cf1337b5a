/** The element in a template of Svelte, which the test runner compiles. */
import { flushSync, mount, unmount } from 'svelte';
import Persona from './Persona.svelte';
import { expectTemplate, type Mounted } from './template.js';

it('Svelte', () =>
  expectTemplate((target, props) => {
    const component = mount(Persona, { target, props }) as Pick<Mounted, 'change'>;
    return {
      change: (next) => flushSync(() => component.change(next)),
      unmount: () => unmount(component),
    };
  }));
