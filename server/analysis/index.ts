/** What is known of routes for a Gateway, found once for each version of a document. */

export { DocumentAnalysis } from './document-analysis.js';
export { RouteAnalysis, type RouteExpression } from './route-analysis.js';
