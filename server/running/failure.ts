/** Why an Admin API could not be asked, as data, and each as one line that says what to do. */

/** Certificates that a client does not take, by what is wrong with them. */
export type TlsFault =
  | 'self-signed'
  | 'unknown-issuer'
  | 'expired'
  | 'not-yet-valid'
  | 'other-host'
  | 'client-certificate'
  | 'handshake';

export type Failure =
  | { readonly kind: 'address'; readonly reason: string }
  | { readonly kind: 'token-form' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'connection-refused' }
  | { readonly kind: 'unknown-host'; readonly host: string }
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'connection-lost'; readonly code: string }
  | { readonly kind: 'time-out'; readonly seconds: number }
  | { readonly kind: 'tls'; readonly fault: TlsFault; readonly code: string }
  /** `https:` was spoken to a port that does not. */
  | { readonly kind: 'speaks-http' }
  /** `http:` was spoken to a port of TLS. */
  | { readonly kind: 'speaks-https' }
  /** `to` is without credentials and query; `null` where the answer does not say. */
  | { readonly kind: 'redirect'; readonly status: number; readonly to: string | null }
  | { readonly kind: 'too-large'; readonly megabytes: number }
  | { readonly kind: 'unauthorized'; readonly hadToken: boolean; readonly said: string | null }
  | { readonly kind: 'forbidden'; readonly path: string; readonly said: string | null }
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
      readonly said: string | null;
    }
  /** Pages that lead in a circle, or more of them than there can be. */
  | { readonly kind: 'endless'; readonly path: string };

export type FailureKind = Failure['kind'];

/** Whether something is a failure rather than what was asked for. */
export const isFailure = (value: object): value is { readonly failure: Failure } => 'failure' in value;

/** One line, to be put behind the address. */
export function failureMessage(failure: Failure): string {
  switch (failure.kind) {
    case 'address':
      return failure.reason;
    case 'token-form':
      return 'the token has characters that no header can carry; was it copied whole, without line breaks?';
    case 'cancelled':
      return 'was cancelled';
    case 'connection-refused':
      return 'nothing listens there (connection refused); Kong listens for its Admin API at 8001, and at 8444 by https';
    case 'unknown-host':
      return `there is no host ${failure.host}; is the name right, and is its network (a VPN) connected?`;
    case 'unreachable':
      return `cannot be reached (${failure.code}); is its network (a VPN) connected?`;
    case 'connection-lost':
      return `the connection was closed before the answer had come (${failure.code})`;
    case 'time-out':
      return `did not answer within ${failure.seconds} s`;
    case 'tls':
      return tlsMessages[failure.fault](failure.code);
    case 'speaks-http':
      return 'does not speak TLS at this port; write http:// instead of https://, or the port of https (8444 unless it was changed)';
    case 'speaks-https':
      return 'speaks TLS at this port; write https:// instead of http://';
    case 'redirect':
      return failure.to === null
        ? `redirects elsewhere (${failure.status}) and does not say where; name the address of the Admin API itself`
        : `redirects to ${failure.to} (${failure.status}), which was not followed; name that address if it is the Admin API`;
    case 'too-large':
      return `answers more than ${failure.megabytes} MB; this is no answer of an Admin API that can be read`;
    case 'unauthorized':
      return `${failure.hadToken ? 'does not take the token' : 'wants a token'} (401)${quoted(failure.said)}`;
    case 'forbidden':
      return `does not permit ${failure.path} (403)${quoted(failure.said)}; the token's role needs to read it`;
    case 'proxy-port':
      return 'is where Kong proxies requests, not its Admin API; that listens at 8001, and at 8444 by https, unless it was changed';
    case 'no-admin-api':
      return `is Kong, but has nothing at ${failure.path} (404): not its Admin API, or no such workspace`;
    case 'not-kong':
      return notKong(failure.found, failure.status);
    case 'not-json':
      return `answers ${failure.path} with something that is not JSON; is there a proxy between?`;
    case 'node-error':
      return `answers ${failure.path} with an error (${failure.status})${quoted(failure.said)}`;
    case 'endless':
      return `answers ${failure.path} with pages that do not end`;
  }
}

const tlsMessages: Readonly<Record<TlsFault, (code: string) => string>> = {
  'self-signed': (code) =>
    `its certificate is self-signed (${code}); to trust it, name its file in NODE_EXTRA_CA_CERTS, or ask by http:// where that is open`,
  'unknown-issuer': (code) =>
    `its certificate was issued by an authority that is not known here (${code}); name the authority's file in NODE_EXTRA_CA_CERTS`,
  expired: (code) => `its certificate has expired (${code})`,
  'not-yet-valid': (code) => `its certificate is not valid yet (${code}); is the clock right?`,
  'other-host': (code) =>
    `its certificate is for another host (${code}); ask it by the name that stands in the certificate`,
  'client-certificate': (code) =>
    `wants a client certificate (${code}), and none is sent; ask it where it wants none`,
  handshake: (code) => `no secure connection came about (${code})`,
};

const notKong = (found: 'html' | 'json' | 'text' | 'nothing', status: number) => {
  const what = { html: 'a web page', json: 'JSON of something else', text: 'plain text', nothing: 'nothing' }[
    found
  ];
  const manager = found === 'html' ? ' (Kong Manager has one at 8002; the Admin API is at 8001)' : '';
  return `is not Kong's Admin API: it answers with ${what}, status ${status}${manager}`;
};

/** What the other side says, in one line and not more of it than a line holds. */
const quoted = (said: string | null) => (said === null ? '' : `: ${said}`);
