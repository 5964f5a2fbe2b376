/** The language server. Only this folder knows LSP types. */

export { serveStdio } from './stdio.js';
