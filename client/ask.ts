/**
 * One question to an Admin API over HTTP, for the server: the tokens stay here. VS Code sees to proxies and to the
 * certificates of the system.
 */

import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { AdminAnswer, AdminQuestion } from '../server/protocol/index.js';

/** What a header may carry, and nothing at its ends that would be lost on the way. */
const headerValue = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** @param token of the address that is asked; it goes nowhere else */
export async function ask(
  question: AdminQuestion,
  token: string | null,
  cancelled: AbortSignal,
): Promise<AdminAnswer> {
  const { address, url, timeout, size } = question;
  if (token !== null && !headerValue.test(token)) return { failed: 'token-form' };
  const sent = isWithin(url, address) ? token : null;
  const late = AbortSignal.timeout(timeout);
  try {
    const response = await send(question, sent, AbortSignal.any([cancelled, late]));
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of response) {
      pieces.push(piece);
      length += piece.length;
      // Leaving the loop ends the connection.
      if (length > size) return { failed: 'too-large' };
    }
    return {
      status: response.statusCode!,
      headers: Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
      ),
      body: Buffer.concat(pieces).toString('utf8'),
      hadToken: sent !== null,
    };
  } catch (error) {
    if (late.aborted && !cancelled.aborted) return { failed: 'time-out' };
    // A host with several addresses fails with one error for each.
    const [first = error] = error instanceof AggregateError ? error.errors : [];
    const { code, name, message } = first as NodeJS.ErrnoException;
    return { failed: 'network', code: code ?? name, message };
  }
}

function isWithin(url: string, address: string): boolean {
  const [asked, known] = [new URL(url), new URL(address)];
  const path = known.pathname.replace(/\/$/, '');
  return asked.origin === known.origin && `${asked.pathname}/`.startsWith(`${path}/`);
}

function send(
  { url, method, body, tokenHeader }: AdminQuestion,
  token: string | null,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.startsWith('https:') ? requestHttps : requestHttp)(
      url,
      {
        method,
        headers: {
          accept: 'application/json',
          ...(body !== null && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          }),
          ...(token !== null && { [tokenHeader.name]: `${tokenHeader.prefix}${token}` }),
        },
        signal,
      },
      resolve,
    );
    request.on('error', reject);
    request.end(body ?? undefined);
  });
}
