/** Owns the controllers that only a panel needs: loaded with the part of the interface that is in it. */
export { PanelController } from './panel-controller.js';
export { SheetController } from './sheet-controller.js';
