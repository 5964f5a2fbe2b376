/** Why a request to an Admin API failed, and each reason as one line that says what to do. */

import type { AdminUrlRefusal } from './refusal.js';
import { refusalWords } from './refusal-messages.js';

/** Why a client does not accept a certificate. */
export type TlsFault =
  | 'self-signed'
  | 'unknown-issuer'
  | 'expired'
  | 'not-yet-valid'
  | 'other-host'
  | 'client-certificate'
  | 'handshake';

export type Failure =
  | { readonly kind: 'address'; readonly reason: AdminUrlRefusal }
  | { readonly kind: 'token-form' }
  | { readonly kind: 'cancelled' }
  /** In a browser, which does not let a page read the answers of other hosts. */
  | { readonly kind: 'in-browser' }
  | { readonly kind: 'connection-refused' }
  | { readonly kind: 'unknown-host'; readonly host: string }
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'connection-lost'; readonly code: string }
  | { readonly kind: 'time-out'; readonly seconds: number }
  | { readonly kind: 'tls'; readonly fault: TlsFault; readonly code: string }
  /** An `https:` URL for a port without TLS. */
  | { readonly kind: 'speaks-http' }
  /** An `http:` URL for a port with TLS. */
  | { readonly kind: 'speaks-https' }
  /** `to` is without credentials and query; `null` if the answer does not say. */
  | { readonly kind: 'redirect'; readonly status: number; readonly to: string | null }
  | { readonly kind: 'too-large'; readonly megabytes: number }
  | { readonly kind: 'unauthorized'; readonly hadToken: boolean; readonly message: string | null }
  | { readonly kind: 'forbidden'; readonly path: string; readonly message: string | null }
  /** The port that requests are proxied at, not the Admin API. */
  | { readonly kind: 'proxy-port' }
  /** Kong, but no Admin API at this path: a Status API, a workspace that is not there, a node without one. */
  | { readonly kind: 'no-admin-api'; readonly path: string }
  | {
      readonly kind: 'not-kong';
      readonly status: number;
      readonly found: 'html' | 'json' | 'text' | 'nothing';
    }
  | { readonly kind: 'not-json'; readonly path: string }
  | {
      readonly kind: 'node-error';
      readonly path: string;
      readonly status: number;
      readonly message: string | null;
    }
  /** Pages that lead in a circle, or more of them than there can be. */
  | { readonly kind: 'endless'; readonly path: string };

export type FailureKind = Failure['kind'];

/** Whether something is a failure rather than what was asked for. */
export const isFailure = (value: object): value is { readonly failure: Failure } => 'failure' in value;

/** One line that follows the URL. */
export function failureMessage(failure: Failure): string {
  switch (failure.kind) {
    case 'address':
      return refusalWords(failure.reason);
    case 'token-form':
      return 'the token contains characters that are not allowed in a header; check that it was copied completely and without line breaks';
    case 'cancelled':
      return 'was cancelled';
    case 'in-browser':
      return 'cannot be queried from a browser; use VS Code on your computer, or `kong-routes` in a terminal';
    case 'connection-refused':
      return 'nothing listens there (connection refused); the Admin API of Kong listens on port 8001, and on 8444 for https';
    case 'unknown-host':
      return `host ${failure.host} not found; check the name and the network connection (VPN)`;
    case 'unreachable':
      return `cannot be reached (${failure.code}); check the network connection (VPN)`;
    case 'connection-lost':
      return `the connection was closed before the answer arrived (${failure.code})`;
    case 'time-out':
      return `did not answer within ${failure.seconds} s`;
    case 'tls':
      return tlsMessages[failure.fault](failure.code);
    case 'speaks-http':
      return 'does not use TLS on this port; write http:// instead of https://, or use the https port (8444 by default)';
    case 'speaks-https':
      return 'uses TLS on this port; write https:// instead of http://';
    case 'redirect':
      return failure.to === null
        ? `redirects (${failure.status}) without saying where; use the URL of the Admin API itself`
        : `redirects to ${failure.to} (${failure.status}), which was not followed; use that URL if it is the Admin API`;
    case 'too-large':
      return `sent more than ${failure.megabytes} MB, which is too much for an answer of an Admin API`;
    case 'unauthorized':
      return `${failure.hadToken ? 'rejects the token' : 'requires a token'} (401)${quoted(failure.message)}`;
    case 'forbidden':
      return `denies access to ${failure.path} (403)${quoted(failure.message)}; the role of the token needs read access`;
    case 'proxy-port':
      return 'is the proxy port of Kong, not its Admin API, which listens on port 8001, and on 8444 for https, by default';
    case 'no-admin-api':
      return `is Kong, but has nothing at ${failure.path} (404): it is not the Admin API, or the workspace does not exist`;
    case 'not-kong':
      return notKong(failure.found, failure.status);
    case 'not-json':
      return `answers ${failure.path} with something that is not JSON; check whether there is a proxy in between`;
    case 'node-error':
      return `answers ${failure.path} with an error (${failure.status})${quoted(failure.message)}`;
    case 'endless':
      return `answers ${failure.path} with an endless number of pages`;
  }
}

const tlsMessages: Readonly<Record<TlsFault, (code: string) => string>> = {
  'self-signed': (code) =>
    `its certificate is self-signed (${code}); to trust it, set NODE_EXTRA_CA_CERTS to its file, or use http:// if that is enabled`,
  'unknown-issuer': (code) =>
    `its certificate was issued by an unknown authority (${code}); set NODE_EXTRA_CA_CERTS to the authority's file`,
  expired: (code) => `its certificate has expired (${code})`,
  'not-yet-valid': (code) => `its certificate is not valid yet (${code}); check the clock`,
  'other-host': (code) => `its certificate is for another host (${code}); use the name in the certificate`,
  'client-certificate': (code) =>
    `requires a client certificate (${code}), which Kong Routes does not send; use a port that requires none`,
  handshake: (code) => `the TLS handshake failed (${code})`,
};

const notKong = (found: 'html' | 'json' | 'text' | 'nothing', status: number) => {
  const what = { html: 'a web page', json: 'unknown JSON', text: 'plain text', nothing: 'nothing' }[found];
  const manager = found === 'html' ? ' (Kong Manager uses port 8002, the Admin API port 8001)' : '';
  return `is not Kong's Admin API: it answers with ${what}, status ${status}${manager}`;
};

/** What the other side says, in one line and not more of it than a line holds. */
const quoted = (message: string | null) => (message === null ? '' : `: ${message}`);
