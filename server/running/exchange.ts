/**
 * One question to an Admin API and its answer, over HTTP. Redirects are not followed: a token would go where nobody
 * sent it. Whatever goes wrong is a `Failure`, and nothing is thrown.
 */

import { type Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Failure, TlsFault } from './failure.js';

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
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: string;
  readonly agent?: Agent;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** @param signal ends the exchange as `cancelled` */
export async function exchange(
  question: Question,
  limits: Limits,
  signal: AbortSignal,
): Promise<Answer | { readonly failure: Failure }> {
  const timeout = AbortSignal.timeout(limits.timeout);
  try {
    const response = await ask(question, AbortSignal.any([signal, timeout]));
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const piece of response) {
      pieces.push(piece);
      size += piece.length;
      // Leaving the loop ends the connection.
      if (size > limits.size) return { failure: { kind: 'too-large', megabytes: limits.size / 1024 / 1024 } };
    }
    const body = Buffer.concat(pieces).toString('utf8');
    return { status: response.statusCode!, headers: response.headers, body };
  } catch (error) {
    if (signal.aborted) return { failure: { kind: 'cancelled' } };
    if (timeout.aborted) return { failure: { kind: 'time-out', seconds: limits.timeout / 1000 } };
    return { failure: failureOf(error as NodeJS.ErrnoException, question.url) };
  }
}

function ask(question: Question, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, method, headers, body, agent } = question;
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(
      url,
      {
        method,
        ...(agent && { agent }),
        headers: {
          accept: 'application/json',
          ...(body !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          }),
          ...headers,
        },
        signal,
      },
      resolve,
    );
    request.on('error', (error: NodeJS.ErrnoException) => {
      // A connection that was kept may be closed from the other side just when it is used again.
      if (request.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted) {
        resolve(ask(question, signal));
      } else reject(error);
    });
    request.end(body);
  });
}

function failureOf(error: NodeJS.ErrnoException, url: URL): Failure {
  // A host with several addresses fails with one error for each.
  const [first = error] = error instanceof AggregateError ? (error.errors as NodeJS.ErrnoException[]) : [];
  const code = first.code ?? error.name;
  if (code === 'ECONNREFUSED') return { kind: 'connection-refused' };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { kind: 'unknown-host', host: url.hostname };
  if (unreachable.has(code)) return { kind: 'unreachable', code };
  // What OpenSSL, and BoringSSL in Electron, say of an answer in clear text.
  if (/wrong.version.number|http.request/i.test(`${code} ${first.message}`)) return { kind: 'speaks-http' };
  const fault = tlsFaults.get(code);
  if (fault) return { kind: 'tls', fault, code };
  if (/^(ERR_SSL|ERR_TLS|EPROTO)/.test(code)) return { kind: 'tls', fault: 'handshake', code };
  // Also what is no HTTP at all (HPE_…): the port of another protocol.
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
