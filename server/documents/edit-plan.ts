import type { Span } from '../../grammar/index.js';
import type { FileEdit } from '../terraform/index.js';
import type { Data, RouteDocument, SourcedRoute } from './document.js';

export interface TextEdit {
  /** Absolute. */
  readonly span: Span;
  readonly newText: string;
}

/** `refused`: what stands in the way and what to do about it, in plain words. */
export type EditResult =
  | {
      readonly edits: readonly TextEdit[];
      /** In other files of the same module of Terraform. */
      readonly elsewhere?: readonly FileEdit[];
    }
  | { readonly refused: string };

export interface EditPlan {
  readonly document: RouteDocument;
  readonly route: SourcedRoute;
  /** The keys whose entries go, or are replaced. */
  readonly leaving: ReadonlySet<string>;
  readonly inserted: ReadonlyMap<string, Data>;
}

export const unsafe: EditResult = {
  refused: 'This route is written in a way that cannot be edited safely. Edit it by hand.',
};

export const nothingLeft: EditResult = {
  refused: 'This would leave the route empty. Remove the route instead.',
};
