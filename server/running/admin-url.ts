/** URLs of Admin APIs: which API answers there, and what a URL must not contain. */

import type { AdminUrlRefusal } from '../problems/index.js';
import { encodePart } from '../text/index.js';

/** What answers at a URL. */
export type AdminKind =
  /** The Admin API of a Gateway, or a proxy in front of one. */
  | 'gateway'
  /** A control plane of Konnect, whose API is another one in places. */
  | 'konnect';

export interface AdminUrl {
  /** Origin and path without the last slash: the path of a request is appended to it, and reports show it. */
  readonly base: string;
  readonly kind: AdminKind;
}

/** `/v2/control-planes/{id}` of Konnect (Kong/developer.konghq.com `api-specs/konnect/control-planes-config`). */
const controlPlane = /^(.*\/control-planes\/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?:\/core-entities)?$/i;

/**
 * Reads the address of an Admin API: `http` or `https`, with a path where a workspace or a proxy has one.
 *
 * @returns why it is none; a password in it is not repeated
 */
export function parseAdminUrl(text: string): AdminUrl | { readonly refused: AdminUrlRefusal } {
  const written = text.trim();
  if (!/^https?:\/\//i.test(written)) {
    const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(written)?.[1];
    if (scheme) return { refused: { code: 'admin-url-scheme', args: { scheme } } };
    // Not completed by a guess: a token in clear text cannot be called back.
    return { refused: { code: 'admin-url-start', args: {} } };
  }
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null) return { refused: { code: 'admin-url-invalid', args: {} } };
  if (url.username !== '' || url.password !== '') {
    return { refused: { code: 'admin-url-credentials', args: {} } };
  }
  if (url.search !== '' || url.hash !== '') {
    return { refused: { code: 'admin-url-query', args: {} } };
  }
  const path = url.pathname.replace(/\/+$/, '');
  const konnect = controlPlane.exec(path)?.[1];
  return konnect === undefined
    ? { base: `${url.origin}${path}`, kind: 'gateway' }
    : { base: `${url.origin}${konnect}`, kind: 'konnect' };
}

/** A node without workspaces has the entities of `default`, without naming it. */
export function inWorkspace(address: AdminUrl, workspace: string | null): AdminUrl {
  const isNamed = address.kind === 'konnect' || new URL(address.base).pathname !== '/';
  if (isNamed || workspace === null || workspace === 'default') return address;
  return { ...address, base: `${address.base}/${encodePart(workspace)}` };
}

/** What is before the path of an entity, such as `/routes`. */
export const entitiesPath = ({ kind }: AdminUrl): string => (kind === 'konnect' ? '/core-entities' : '');

/** A URL as it may be shown: the part before an `@` may be a password. */
export const withoutCredentials = (text: string): string =>
  text.replace(/^([a-z][a-z\d+.-]*:\/\/)?.*@/is, '$1…@');
