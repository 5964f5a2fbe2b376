/** Conversions, previews, and a route as a curl command. */

import type { TextPosition } from './gateway.js';
import type { RouterFlavor, Style } from './settings.js';

/**
 * `workspace/executeCommand` with the command `kongRoutes.convert`: converts routes through one workspace edit and
 * answers a `ConvertSummary`.
 */
export interface ConvertArguments {
  readonly uris: readonly string[];
  readonly to: Style;
  /** Only the route at this place, in the one document named. */
  readonly at?: { readonly line: number; readonly character: number };
  /** With `at`: an `==` on the path becomes a regex path. */
  readonly equalityAsRegex?: boolean;
}

export interface ConvertSummary {
  /** `false` if the edit was discarded, cancelled or empty. */
  readonly applied: boolean;
  readonly converted: readonly ConvertedRoute[];
  readonly leftAlone: readonly { readonly uri: string; readonly route: string; readonly reason: string }[];
  /** What both routers say of each file in which something is converted. */
  readonly verifications: readonly {
    readonly uri: string;
    readonly kind: VerificationKind;
    readonly message: string;
  }[];
}

/** Only what is `equal` is written without the confirmation of the user. */
export type VerificationKind = 'equal' | 'different' | 'not-verified';

export interface ConvertedRoute {
  readonly uri: string;
  readonly route: string;
  /** What to know about it. */
  readonly notes: readonly string[];
}

/** The request `kongRoutes/preview`: a document with all of its routes in another style. */
export interface PreviewParams {
  readonly uri: string;
  readonly to: Style;
  /** Of a manifest: the flavor for which the controller makes routes. */
  readonly flavor?: RouterFlavor;
}

/** The request `kongRoutes/previewSource`: the object that a route of the preview of a manifest is made of, as a location of LSP. */
export interface PreviewSourceParams {
  readonly uri: string;
  readonly flavor: RouterFlavor;
  /** In the preview. */
  readonly position: TextPosition;
}

export interface PreviewResult {
  readonly text: string;
  /** Whether it is made of the document by a controller: then comparing the two says nothing. */
  readonly isGenerated?: true;
  readonly leftAlone: readonly { readonly route: string; readonly reason: string }[];
  /** What both routers say of the whole table; `null` if nothing is converted. */
  readonly verification?: { readonly kind: VerificationKind; readonly message: string } | null;
}

/** How a route is sent: as JSON, or as `multipart/form-data`. */
export type CurlForm = 'json' | 'form';

/** The request `kongRoutes/curl`: the shell command that creates the route at a place at the first of `kongRoutes.adminApi`. */
export interface CurlParams {
  readonly uri: string;
  readonly position: TextPosition;
  readonly form: CurlForm;
}

/** The answer; `null` if there is no such document. */
export interface CurlResult {
  /** `null` if no route is at the place. */
  readonly route: string | null;
  readonly command: string | null;
  /** Why there is no command, in one line. */
  readonly refused: string | null;
  /** What to know about the command. */
  readonly notes: readonly string[];
}
