/** What is found in a file of another tool. */

import type {
  DocumentPart,
  RepeatedKey,
  RouteDocument,
  SourcedRoute,
  SourcedService,
  SyntaxProblem,
  UnreadPart,
} from './document.js';

/** What is found in a file so far. */
export interface Carried {
  readonly parts: DocumentPart[];
  readonly routes: SourcedRoute[];
  readonly services: SourcedService[];
  readonly unread: UnreadPart[];
  readonly problems: SyntaxProblem[];
  readonly repeatedKeys: RepeatedKey[];
  /** Of the first Kong document. */
  first: Pick<RouteDocument, 'kind' | 'formatVersion' | 'deck' | 'template'> | null;
}
