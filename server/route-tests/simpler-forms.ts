/** A request in the shortest form that a person would write. */

import { type RoutedRequest, requestOfUrl } from '../flavors/index.js';
import { encodePart } from '../text/index.js';

export interface WrittenRequest {
  readonly request: RoutedRequest;
  /** As a file of tests has it. */
  readonly written: string | Readonly<Record<string, unknown>>;
}

/** From the shortest to the request with all that it has; what is left out may make another request of it. */
export function simplerForms(request: RoutedRequest): WrittenRequest[] {
  const { method = 'GET', scheme, host, path, headers, queries } = request;
  const forms: WrittenRequest[] = [];
  if (host !== undefined && path !== undefined) {
    const url = `${scheme}://${host}${encodeURI(path)}${queryOf(queries)}`;
    const plain = requestOfUrl(url, { method });
    const full = requestOfUrl(url, { method, ...(headers && { headers }) });
    if (plain) forms.push({ request: plain, written: `${method} ${url}` });
    if (full && headers) {
      const written = { ...(method !== 'GET' && { method }), url, headers: single(headers) };
      forms.push({ request: full, written });
    }
  }
  const { srcIp: _, srcPort: __, dstIp: ___, dstPort: ____, ...withoutAddresses } = request;
  for (const one of [withoutAddresses, request]) {
    const { headers: sent, queries: asked, ...others } = one;
    const written = {
      ...others,
      ...(sent && { headers: single(sent) }),
      ...(asked && { queries: single(asked) }),
    };
    forms.push({ request: one, written });
  }
  return forms;
}

const queryOf = (queries: RoutedRequest['queries']): string => {
  const pairs = Object.entries(queries ?? {}).flatMap(([name, values]) =>
    values.map((value) => encodePart(name) + (value === true ? '' : `=${encodePart(value)}`)),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
};

/** One value is written without a list. */
const single = (values: Readonly<Record<string, readonly unknown[]>>) =>
  Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.length === 1 ? all[0] : all]));
