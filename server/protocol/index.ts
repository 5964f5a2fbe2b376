/** What client and server send each other in addition to LSP: types only. */

export type * from './conversion.js';
export type * from './files.js';
export type * from './gateway.js';
export type * from './plan.js';
export type * from './route-tests.js';
export type * from './routing.js';
export type * from './running.js';
export type * from './settings.js';
