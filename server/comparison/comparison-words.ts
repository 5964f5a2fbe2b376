/** The sentences about how two tables differ. */

import type { RoutedRequest, TracedTerm } from '../flavors/index.js';
import { outcomeWords, precedenceWords, termWords, valueWords } from '../routing/index.js';
import { count } from '../text/index.js';
import type { Comparison, Difference } from './compare.js';
import type { Reason } from './reasons.js';
import type { Winner } from './winner.js';

/** Text with names and requests in backticks. */
export function verdictWords({ verdict, differences, isComplete, failures }: Comparison): string {
  if (failures.length > 0) {
    const sides = [...new Set(failures.map(({ side }) => side))].map(
      (side) => `the table ${side} the change`,
    );
    return `Kong cannot build its router from ${sides.join(' and from ')}.`;
  }
  switch (verdict) {
    case 'equal':
      return 'Every request matches the same route as before, with the same result.';
    case 'not-decided':
      return 'No difference was found, but there may be differences: not everything could be decided.';
    case 'different':
      return `${count(differences.length, 'kind')} of requests ${differences.length === 1 ? 'changes' : 'change'}; ${
        isComplete ? 'nothing else changes.' : 'there may be more: not everything could be decided.'
      }`;
  }
}

/** `Requests such as POST /orders on a.com move from a to b.` */
export function differenceWords(difference: Difference): string {
  const { kind, request, before, after, isOpen } = difference;
  const what = `Requests such as ${shownRequest(request)}`;
  const may = isOpen ? 'may ' : '';
  if (kind === 'outcome')
    return `${what} ${isOpen ? 'may ' : ''}stay with ${winnerName(after)}, with another result.`;
  if (before.route === null) return `${what} ${may}go to ${winnerName(after)}; before, no route matched.`;
  if (after.route === null) return `${what} ${may}go to no route; before, ${winnerName(before)} got them.`;
  return `${what} ${may}move from ${winnerName(before)} to ${winnerName(after)}.`;
}

export const winnerName = ({ table, route }: Winner): string =>
  route === null ? 'no route' : `\`${table.routes[route]!.label}\``;

/** `POST /orders` on `a.com`, and what else of the request may matter. */
export function shownRequest({
  method,
  path,
  host,
  scheme,
  headers,
  queries,
  sni,
  srcIp,
  dstIp,
  dstPort,
}: RoutedRequest): string {
  if (path === undefined && method === undefined) {
    const to = dstIp === undefined ? '' : ` to \`${dstIp}${dstPort === undefined ? '' : `:${dstPort}`}\``;
    return `\`${scheme}\`${sni === undefined ? '' : ` for \`${sni}\``}${srcIp === undefined ? '' : ` from \`${srcIp}\``}${to}`;
  }
  const query = Object.entries(queries ?? {}).flatMap(([name, values]) =>
    values.map((value) => (value === true ? name : `${name}=${value}`)),
  );
  const sent = Object.entries(headers ?? {}).flatMap(([name, values]) =>
    values.map((value) => `\`${name}: ${value}\``),
  );
  const target = `${path ?? '/'}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  return [
    code(`${method ?? 'GET'} ${target}`),
    ...(host === undefined ? ['without a host'] : [`on \`${host}\``]),
    ...(scheme === 'https' ? ['over `https`'] : []),
    ...(sent.length > 0 ? [`with ${sent.join(', ')}`] : []),
  ].join(' ');
}

function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

const lostTerm = (term: TracedTerm): string =>
  `${code(termWords(term))} is ${term.result} (${term.values === null ? 'not sent' : code(valueWords(term.values))})`;

export function reasonWords(reason: Reason): string {
  const route = `\`${reason.route}\``;
  switch (reason.kind) {
    case 'gone':
      return `${route} is removed.`;
    case 'new':
      return `${route} is new.`;
    case 'lost':
      return `${route} does not match any more: ${reason.terms.map(lostTerm).join(', ')}.`;
    case 'gained':
      return `${route} did not match before: ${reason.terms.map(lostTerm).join(', ')}.`;
    case 'after':
      return `${route} still matches, and ${precedenceWords(reason.precedence, () => `\`${reason.winner}\``)}.`;
  }
}

/** Of a difference in what becomes of the request: what happened, and what happens now. */
export function outcomeChange({ request, before, after }: Difference): readonly [string, string] {
  const wordsOf = ({ table }: Winner) => {
    const match = table.router.match(request);
    return outcomeWords(match.outcome(), match.failure);
  };
  return [wordsOf(before), wordsOf(after)];
}
