/** One question to an Admin API and its answer, whoever asks it over HTTP. Whatever goes wrong is a `Failure`. */

import type { Failure, TlsFault } from '../problems/index.js';

export interface Limits {
  /** For a whole exchange, from the name of the host to the last byte, in milliseconds. */
  readonly timeout: number;
  /** Of an answer's body, in bytes. */
  readonly size: number;
}

export const defaultLimits: Limits = { timeout: 10_000, size: 32 * 1024 * 1024 };

export interface Question {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  /** JSON. */
  readonly body?: string;
  /** The header of a token, and the text before the token in it. */
  readonly tokenHeader: { readonly name: string; readonly prefix: string };
}

export interface Answer {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  readonly body: string;
  /** Whether a token was sent along. */
  readonly hadToken: boolean;
}

/**
 * Sends requests to one Admin API, and holds its token. Redirects are not followed: the token would go to another host.
 *
 * @param signal ends the exchange as `cancelled`
 */
export interface Exchange {
  ask(
    question: Question,
    limits: Limits,
    signal: AbortSignal,
  ): Promise<Answer | { readonly failure: Failure }>;
  /** Ends the connections that are kept. */
  close(): void;
}

/**
 * Why an exchange failed.
 *
 * @param code of Node's error, or its name
 */
export function failureOf(code: string, message: string, url: URL): Failure {
  if (code === 'ECONNREFUSED') return { kind: 'connection-refused' };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { kind: 'unknown-host', host: url.hostname };
  if (unreachable.has(code)) return { kind: 'unreachable', code };
  // What OpenSSL, and BoringSSL in Electron, say of an answer in clear text.
  if (/wrong.version.number|http.request/i.test(`${code} ${message}`)) return { kind: 'speaks-http' };
  const fault = tlsFaults.get(code);
  if (fault) return { kind: 'tls', fault, code };
  if (/^(ERR_SSL|ERR_TLS|EPROTO)/.test(code)) return { kind: 'tls', fault: 'handshake', code };
  // This includes answers that are not HTTP (HPE_…): the port of another protocol.
  return { kind: 'connection-lost', code };
}

const unreachable: ReadonlySet<string> = new Set([
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL', 'EACCES'],
]);

const tlsFaults: ReadonlyMap<string, TlsFault> = new Map([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'unknown-issuer'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'unknown-issuer'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unknown-issuer'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unknown-issuer'],
  ['CERT_HAS_EXPIRED', 'expired'],
  ['CERT_NOT_YET_VALID', 'not-yet-valid'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'other-host'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'client-certificate'],
  ['ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_REQUIRED', 'client-certificate'],
  ['ERR_SSL_TLSV1_ALERT_CERTIFICATE_REQUIRED', 'client-certificate'],
]);
