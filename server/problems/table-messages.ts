/** The sentences about what a table of routes does to itself. */

import { count, encodePart, listed, shellWord } from '../text/index.js';
import { orderReasonWords } from './order-words.js';
import type {
  MeantBy,
  ProofRequest,
  Resemblance,
  TableCode,
  TableNotDecided,
  TableProblemArguments,
} from './table-problem.js';

export const tableMessages: {
  readonly [Code in TableCode]: (args: TableProblemArguments[Code]) => string;
} = {
  'route-unreachable': ({ winners, reason, resemblance, request }) =>
    [
      `No request reaches this route: ${routesWords(winners)} ${winners.length === 1 ? 'matches' : 'match'} all of its requests and ${winners.length === 1 ? 'is' : 'are'} evaluated first (${orderReasonWords(reason)}).`,
      ...resemblanceWords(resemblance),
      proofWords(request, `goes to ${nameWords(winners[0]!)}`),
    ].join(' '),
  'route-order-accidental': ({ other, more, reason, resemblance, winner, workspaces, request }) => {
    const others = more === 0 ? '' : ` and ${count(more, 'other route')}`;
    const goes =
      winner === null
        ? 'may go to either'
        : winner === 'own'
          ? 'goes to this route'
          : `goes to ${nameWords(other)}`;
    return [
      `This route and ${nameWords(other)}${others} match the same requests, and the order is an accident: ${orderReasonWords(reason)}.`,
      ...(workspaces
        ? [
            `The routes of all workspaces are in one router: this one is in \`${workspaces.own}\`, the other in \`${workspaces.other}\`.`,
          ]
        : []),
      ...resemblanceWords(resemblance),
      proofWords(request, goes),
    ].join(' ');
  },
  'route-outranked': ({ winner, more, reason, meant, request }) =>
    [
      `${nameWords(winner, true)}${more === 0 ? '' : ` (and ${count(more, 'other route')})`} is evaluated before this route, although ${meantWords(meant)}: ${orderReasonWords(reason)}.`,
      proofWords(request, `goes to ${nameWords(winner)}`),
    ].join(' '),
  'path-open-ended': ({ other, resemblance, request }) =>
    [
      `This route also gets requests that are meant for ${nameWords(other)}.`,
      ...resemblanceWords(resemblance, false),
      proofWords(request, 'goes to this route'),
    ].join(' '),
};

export const isTableCode = (code: string): code is TableCode => code in tableMessages;

/** What was not decided: for how many routes it is open whether a request reaches them, and whether all pairs were compared. */
export const tableNotDecidedWords = ({ routes, pairs }: TableNotDecided): string =>
  [
    ...(routes > 0
      ? [`It was not decided whether any request reaches ${count(routes, 'route')} of this table.`]
      : []),
    ...(pairs ? ['The table has too many overlapping routes: not all pairs of routes were compared.'] : []),
  ].join(' ');

const nameWords = (name: string, isFirst = false) => `${isFirst ? 'Route' : 'route'} \`${name}\``;

const routesWords = (names: readonly string[]): string => {
  const shown = names.slice(0, 3).map((name) => `\`${name}\``);
  const rest = names.length - shown.length;
  const all = rest === 0 ? shown : [...shown, count(rest, 'other route')];
  return `${names.length === 1 ? 'route' : 'routes'} ${listed(all)}`;
};

function meantWords(meant: MeantBy): string {
  return meant.by === 'regex_priority'
    ? `this one has the higher \`regex_priority\` (${meant.own} against ${meant.other})`
    : `this one has more match fields (${meant.own} against ${meant.other})`;
}

/** @param isOther whether it is the other route whose path matches too much */
function resemblanceWords(resemblance: Resemblance | null, isOther = true): string[] {
  const subject = isOther ? 'The path' : 'Its path';
  switch (resemblance?.kind) {
    case undefined:
      return [];
    case 'grpc':
      return [
        'One is for gRPC and the other for HTTP: the router does not distinguish them. Give them different hosts or paths, or match the header `content-type`.',
      ];
    case 'prefix':
      return [
        `${subject} \`${resemblance.path}\` is a prefix, so it also matches \`${resemblance.other}\`. To end it at a segment, write \`~${resemblance.path}(/|$)\`.`,
      ];
    case 'regex':
      return [
        `${subject} \`~${resemblance.path}\` has no \`$\` at the end, so it also matches what begins like \`${resemblance.other}\`. To end it there, write \`~${resemblance.path}$\`.`,
      ];
    case 'group-names':
      return ['The regexes differ in the names of their groups only.'];
  }
}

/** `Proof: GET http://a.com/b goes to route `a`. Try: curl …`. */
export function proofWords(request: ProofRequest, goes: string): string {
  const command = curlOfRequest(request);
  return command === null
    ? `Proof: ${connectionWords(request)} ${goes}.`
    : `Proof: ${requestWords(request)} ${goes}. Try: \`${command}\``;
}

const requestWords = ({ method = 'GET', scheme, host = '', path = '/', headers = {}, sni }: ProofRequest) => {
  const sent = Object.entries(headers).map(([name, values]) => `\`${name}: ${values.join(', ')}\``);
  const secure = sni !== undefined && sni !== host.replace(/:\d+$/, '') ? [`SNI \`${sni}\``] : [];
  const more = [...sent, ...secure];
  return `\`${method} ${scheme}://${host}${path}\`${more.length > 0 ? ` with ${listed(more)}` : ''}`;
};

function connectionWords({ scheme, sni, srcIp, srcPort, dstIp, dstPort }: ProofRequest): string {
  const address = (ip?: string, port?: number) => `${ip ?? ''}${port === undefined ? '' : `:${port}`}`;
  const [from, to] = [address(srcIp, srcPort), address(dstIp, dstPort)];
  return [
    `a ${scheme.toUpperCase()} connection`,
    ...(sni === undefined ? [] : [`with SNI \`${sni}\``]),
    ...(from === '' ? [] : [`from ${from}`]),
    ...(to === '' ? [] : [`to ${to}`]),
  ].join(' ');
}

/** The ports on which Kong listens by default (Kong/kong `kong.conf.default`, `proxy_listen`). */
const listening: Readonly<Record<string, number>> = { http: 8000, https: 8443 };

/**
 * The shell command that sends a request to a Gateway on this machine.
 *
 * @returns `null` for a connection, which curl does not make
 */
export function curlOfRequest(request: ProofRequest): string | null {
  const { method = 'GET', scheme, host, path = '/', headers = {}, queries = {}, sni } = request;
  const port = listening[scheme];
  if (port === undefined) return null;
  const [, name = '', hostPort] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(host ?? '') ?? [];
  const server = scheme === 'https' ? (sni ?? name) : name;
  const authority = `${server || 'localhost'}${hostPort === undefined ? '' : `:${hostPort}`}`;
  const pairs = Object.entries(queries).flatMap(([key, values]) =>
    values.map((value) => encodePart(key) + (value === true ? '' : `=${encodePart(value)}`)),
  );
  const url = `${scheme}://${authority}${encodeURI(path)}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
  const sent = Object.entries(headers).flatMap(([key, values]) => values.map((value) => `${key}: ${value}`));
  const words = [
    'curl',
    scheme === 'https' ? '-ik' : '-i',
    '--path-as-is',
    ...(method === 'GET' ? [] : ['-X', method]),
    '--connect-to',
    `::localhost:${port}`,
    ...(host !== undefined && host !== authority ? ['-H', `Host: ${host}`] : []),
    ...(host === undefined ? ['-H', 'Host:'] : []),
    ...sent.flatMap((header) => ['-H', header]),
    url,
  ];
  return words.map(shellWord).join(' ');
}
