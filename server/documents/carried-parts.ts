/** What is found in a file of another tool. */

import type {
  DocumentPart,
  RepeatedKey,
  RouteDocument,
  SourcedRoute,
  SourcedService,
  Structure,
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
  /** What is around the routes of the Kong documents, not of the file that they are in. */
  readonly structure: Structure[];
  /** Of the first Kong document. */
  first: Pick<RouteDocument, 'kind' | 'formatVersion' | 'deck' | 'template'> | null;
}
