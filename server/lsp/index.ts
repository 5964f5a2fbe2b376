/** The language server. Only this folder knows LSP types. */

export { serveByArguments, serveStdio } from './node.js';
