/** Asking an Admin API over HTTP from this process, which holds the token. */

import { Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps, Agent as SecureAgent } from 'node:https';
import { type Exchange, failureOf, type Question } from './exchange.js';

/** What a header may carry, and nothing at its ends that would be lost on the way. */
const headerValue = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** @param token sent to the one Admin API that the exchange is for, and never written anywhere */
export function httpExchange(token: string | null): Exchange {
  const agents = { 'http:': new Agent({ keepAlive: true }), 'https:': new SecureAgent({ keepAlive: true }) };

  function send(question: Question, signal: AbortSignal): Promise<IncomingMessage> {
    const { url, method, body, tokenHeader } = question;
    const isSecure = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const request = (isSecure ? requestHttps : requestHttp)(
        url,
        {
          method,
          agent: isSecure ? agents['https:'] : agents['http:'],
          headers: {
            accept: 'application/json',
            ...(body !== undefined && {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(body),
            }),
            ...(token !== null && { [tokenHeader.name]: `${tokenHeader.prefix}${token}` }),
          },
          signal,
        },
        resolve,
      );
      request.on('error', (error: NodeJS.ErrnoException) => {
        // A connection that was kept may be closed from the other side just when it is used again.
        if (request.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted) {
          resolve(send(question, signal));
        } else reject(error);
      });
      request.end(body);
    });
  }

  return {
    async ask(question, limits, signal) {
      if (token !== null && !headerValue.test(token)) return { failure: { kind: 'token-form' } };
      const timeout = AbortSignal.timeout(limits.timeout);
      try {
        const response = await send(question, AbortSignal.any([signal, timeout]));
        const pieces: Buffer[] = [];
        let size = 0;
        for await (const piece of response) {
          pieces.push(piece);
          size += piece.length;
          // Leaving the loop ends the connection.
          if (size > limits.size)
            return { failure: { kind: 'too-large', megabytes: limits.size / 1024 / 1024 } };
        }
        const body = Buffer.concat(pieces).toString('utf8');
        return { status: response.statusCode!, headers: response.headers, body, hadToken: token !== null };
      } catch (error) {
        if (signal.aborted) return { failure: { kind: 'cancelled' } };
        if (timeout.aborted) return { failure: { kind: 'time-out', seconds: limits.timeout / 1000 } };
        // A host with several addresses fails with one error for each.
        const [first = error] = error instanceof AggregateError ? error.errors : [];
        const { code, name, message } = first as NodeJS.ErrnoException;
        return { failure: failureOf(code ?? name, message, question.url) };
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}
