/** The layout of expressions within their documents. */

export { formatDocument, formatExpression } from './layout.js';
