/** What is known of the routes of one version of a document, for one Gateway. */

import {
  effectiveContext,
  type RouteBody,
  type RouteDocument,
  type SourcedRoute,
} from '../documents/index.js';
import type { Gateway } from '../routes/index.js';
import { Once } from '../text/index.js';
import { RouteAnalysis } from './route-analysis.js';

export class DocumentAnalysis extends Once {
  readonly document: RouteDocument;
  readonly gateway: Gateway;
  /** What of the document and the Gateway the analysis of a route depends on. */
  readonly #context: string;
  readonly #routes: WeakMap<RouteBody, RouteAnalysis>;

  /** @param previous of another version: routes that are the same there keep what is known of them */
  constructor(document: RouteDocument, gateway: Gateway, previous: DocumentAnalysis | null = null) {
    super();
    this.document = document;
    this.gateway = gateway;
    this.#context = JSON.stringify([document.kind, document.format, gateway, effectiveContext(document)]);
    const isKept = previous !== null && previous.#context === this.#context;
    this.#routes = isKept ? previous.#routes : new WeakMap();
  }

  /** @param route of the document */
  of(route: SourcedRoute): RouteAnalysis {
    let analysis = this.#routes.get(route.body);
    if (!analysis) {
      analysis = new RouteAnalysis(this.document, route, this.gateway);
      this.#routes.set(route.body, analysis);
    }
    return analysis;
  }
}
