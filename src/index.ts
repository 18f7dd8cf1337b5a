/** The public door: registers `<anam-persona>` and hands out the class, its events, errors and types. */
import './define.js';

export * from './element.js';
