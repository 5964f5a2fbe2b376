import type { Span } from '../../grammar/index.js';
import type { Refused } from '../problems/index.js';
import type { FileEdit } from '../terraform/index.js';
import type { Data, RouteDocument, SourcedRoute } from './document.js';

export interface TextEdit {
  /** Absolute. */
  readonly span: Span;
  readonly newText: string;
}

export type EditResult =
  | {
      readonly edits: readonly TextEdit[];
      /** In other files of the same module of Terraform. */
      readonly otherFiles?: readonly FileEdit[];
    }
  | Refused;

export interface EditPlan {
  readonly document: RouteDocument;
  readonly route: SourcedRoute;
  /** The keys whose entries go, or are replaced. */
  readonly leaving: ReadonlySet<string>;
  readonly inserted: ReadonlyMap<string, Data>;
}

export const unsafe: EditResult = {
  refused: { code: 'edit-unsafe', args: {} },
};

export const nothingLeft: EditResult = {
  refused: { code: 'route-left-empty', args: {} },
};
