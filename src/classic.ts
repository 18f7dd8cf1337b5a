/** For pages which can only add a classic `<script src async>`: loads the module build that lies beside this file. */
const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  void import(/* @vite-ignore */ new URL('anam-persona.js', script.src).href);
}
