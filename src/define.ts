/** Owns the registration of the tag, and nothing else registers. A second copy of the script leaves the first in place. */
import { AnamPersona } from './anam-persona.js';

declare global {
  interface HTMLElementTagNameMap {
    'anam-persona': AnamPersona;
  }
}

if (!customElements.get('anam-persona')) customElements.define('anam-persona', AnamPersona);
