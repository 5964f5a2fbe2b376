import type { SourcedRoute } from './document.js';

/** A service as a route refers to it: with its id and name, if they are written. */
export interface WrittenService {
  readonly id: string | null;
  readonly name: string | null;
}

/** What a file says around its routes. */
export interface DocumentScope {
  /** `_info.select_tags`: decK manages the entities that have all of them, and gives them to those of the file. */
  readonly selectTags: readonly string[];
  /** `_workspace`. */
  readonly workspace: string | null;
  /** The service of a route; `null` for a route without one, `undefined` if the document does not say. */
  readonly serviceOf: (route: SourcedRoute) => WrittenService | null | undefined;
  /**
   * What is written of the service of a route; `null` for a route without one, `undefined` if the document does not
   * say.
   */
  readonly serviceDataOf: (route: SourcedRoute) => unknown;
}
