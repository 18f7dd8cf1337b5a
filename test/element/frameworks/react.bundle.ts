/** React is CommonJS, which no browser loads as it is: the test runner serves this file bundled. */
export { createElement, StrictMode } from 'react';
export { flushSync } from 'react-dom';
export { createRoot } from 'react-dom/client';
