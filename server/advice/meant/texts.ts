/** What a text that Kong refuses was probably meant to be: hosts, methods, protocols and the like. */

import { distance } from 'fastest-levenshtein';

/** Texts that may be meant instead of one, the likeliest first; each is one text or, of a list in one text, several. */
export type Candidates = (written: string) => readonly (string | readonly string[])[];

/** `a, b` for a list of two. */
export function listed(written: string): readonly string[] | null {
  const parts = written.split(/\s*[,;|]\s*|\s+/).filter((part) => part !== '');
  return parts.length > 1 ? parts : null;
}

const orLists =
  (one: (written: string) => readonly string[]): Candidates =>
  (written) => {
    const parts = listed(written);
    return [...(parts ? [parts, parts.map((part) => one(part)[0] ?? part)] : []), ...one(written.trim())];
  };

export const hostCandidates = orLists((written) => {
  const bare = written
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/, '')
    .replace(/:(?:\*|0)?$/, '');
  return [
    bare,
    bare.replace(/^\*+(?=[\w-])/, '*.'),
    bare.replace(/^\./, '*.'),
    bare.replace(/^[{<:$][^.]*(?=\.)/, '*'),
    bare.replace(/^\*+\./, '*.'),
    ...ofHostRegex(written.trim()),
  ];
});

/** `~^(.+\.)?example\.com$` of nginx. */
function ofHostRegex(written: string): string[] {
  const core = written.replace(/^~?\^?/, '').replace(/\$$/, '');
  const host = core
    .replace(/^(?:\((?:\?:)?[^()]*\)\??|\.[*+]|\[[^\]]*\][*+]|\\w\+)(?:\\\.)?/, '*.')
    .replace(/\\\./g, '.');
  return /^\*\.\w|^\w/.test(host) ? [host] : [];
}

export const sniCandidates = orLists((written) => [
  ...hostCandidates(written).filter((one) => typeof one === 'string'),
  written
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/, '')
    .replace(/:\d+$/, ''),
]);

const knownMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'];

export const methodCandidates = orLists((written) => {
  const letters = written.toUpperCase().replace(/[^A-Z]/g, '');
  return knownMethods.filter((one) => one === letters);
});

const protocolWords: Readonly<Record<string, string>> = {
  'http/1.1': 'http',
  'http/2': 'https',
  http2: 'https',
  h2: 'https',
  h2c: 'http',
  ssl: 'tls',
  websocket: 'http',
  'grpc-web': 'http',
  tls_passthough: 'tls_passthrough',
};

const protocols = ['http', 'https', 'tcp', 'tls', 'udp', 'tls_passthrough', 'grpc', 'grpcs'];

export const protocolCandidates = orLists((written) => {
  const lower = written
    .trim()
    .toLowerCase()
    .replace(/:\/\/$/, '');
  const word = protocolWords[lower];
  const snake = lower.replaceAll('-', '_');
  const near = protocols.filter((one) => distance(one, lower) === 1);
  return [...(word ? [word] : []), lower, snake, ...(near.length === 1 ? near : [])];
});

/** Letters, digits and `.-_~` in ASCII. */
export const nameCandidates: Candidates = (written) => [
  written
    .trim()
    .replace(/[^\w.~\u0080-\uffff-]+/g, '-')
    .replace(/^-+|-+$/g, ''),
];

export const tagCandidates: Candidates = (written) => {
  const parts = listed(written.replaceAll('/', ' '));
  return [...(/[,;]/.test(written) && parts ? [parts] : []), written.replace(/[,/]+/g, '-')];
};

/** `10.0.0.0/255.0.0.0`, `10.0.*`, `10.0.0.1:80`, a list. */
export const addressCandidates = orLists((written) => {
  const bare = written.trim();
  const [, address, mask] = /^([\d.]+)\/(\d+\.\d+\.\d+\.\d+)$/.exec(bare) ?? [];
  const bits = mask
    ?.split('.')
    .map((octet) => Number(octet).toString(2).padStart(8, '0'))
    .join('');
  const length = bits && /^1*0*$/.test(bits) ? bits.replaceAll('0', '').length : null;
  const octets = /^((?:\d+\.){1,3})\*(?:\.\*)*$/
    .exec(bare)?.[1]
    ?.split('.')
    .filter((one) => one !== '');
  return [
    ...(address && length !== null ? [`${address}/${length}`] : []),
    ...(octets ? [`${[...octets, '0', '0', '0'].slice(0, 4).join('.')}/${octets.length * 8}`] : []),
    bare,
    bare.replace(/^\[(.*)\](?::\d+)?$/, '$1'),
    bare.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1'),
  ];
});
