/**
 * The path that is asked of the service.
 * Source: Kong/kong `kong/router/utils.lua` (`get_upstream_uri_v0`, `sanitize_uri_postfix`),
 * `kong/router/traditional.lua` (`find_match`, for `path_handling: v1`), `kong/tools/uri.lua` (`escape`).
 */

import { bytesOfText } from './requests/byte-text.js';

/** What remains of a path begins with no dot segment. */
export function sanitizedPostfix(postfix: string): string {
  if (postfix === '.' || postfix === '..') return '';
  if (postfix.startsWith('./')) return postfix.slice(2);
  return postfix.startsWith('../') ? postfix.slice(3) : postfix;
}

export interface PathParts {
  readonly stripPath: boolean;
  /** What follows the part of the path that matched, sanitized. */
  readonly postfix: string;
  /** The path of the request. */
  readonly path: string;
  /** The path of the service. */
  readonly base: string;
}

/** With one slash where the two paths meet. */
export function upstreamUriV0({ stripPath, postfix, path, base }: PathParts): string {
  if (base.endsWith('/')) {
    if (!stripPath) return base + path.slice(1);
    if (postfix !== '') return postfix.startsWith('/') ? base.slice(0, -1) + postfix : base + postfix;
    return base === '/' || path.endsWith('/') ? base : base.slice(0, -1);
  }
  if (!stripPath) return path === '/' ? base : base + path;
  if (postfix !== '') return postfix.startsWith('/') ? base + postfix : `${base}/${postfix}`;
  return path.length > 1 && path.endsWith('/') ? `${base}/` : base;
}

/** The two paths as they are, but for a slash that would occur twice. */
export function upstreamUriV1({ stripPath, postfix, path, base }: PathParts): string {
  if (!stripPath) return base + path.slice(1);
  return base.endsWith('/') && postfix.startsWith('/') ? base.slice(0, -1) + postfix : base + postfix;
}

/** Bytes that an HTTP message cannot have are percent-encoded. */
export const escapedUri = (uri: string): string =>
  bytesOfText(uri).replace(
    /[^!#$&'()*+,/:;=?@[\]A-Za-z\d\-_.~%]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
