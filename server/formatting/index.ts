/** The layout of expressions within their documents. */

export { formatDocument, formatExpression, mayFormat } from './layout.js';
