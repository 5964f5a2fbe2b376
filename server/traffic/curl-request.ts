/**
 * The request that a curl command sends.
 * Source: curl's manual page, and curl/curl `src/tool_getparam.c` for which options have a value.
 */

import { type RoutedRequest, requestOfUrl } from '../flavors/index.js';
import { type Read, read, unread } from './problems.js';
import { shellWords } from './shell-words.js';

/** Options that are followed by a value and do not change what is routed. */
const others =
  'o output w write-out m max-time x proxy E cert K config c cookie-jar C continue-at D dump-header r range t telnet-option U proxy-user y speed-time Y speed-limit z time-cond Q quote P ftp-port cacert capath cert-type ciphers connect-timeout connect-to key key-type interface limit-rate max-redirs noproxy pass pinnedpubkey proto resolve retry retry-delay retry-max-time stderr tls-max tls13-ciphers trace trace-ascii unix-socket dns-servers curves max-filesize keepalive-time expect100-timeout aws-sigv4 oauth2-bearer rate parallel-max create-file-mode cert-status output-dir'.split(
    ' ',
  );
const withValue = new Set([
  ...others,
  ...'X request H header d data data-raw data-ascii data-binary data-urlencode json F form form-string url url-query A user-agent e referer b cookie u user T upload-file'.split(
    ' ',
  ),
]);

interface Options {
  readonly urls: string[];
  readonly headers: string[];
  readonly data: string[];
  readonly queries: string[];
  method: string | null;
  isForm: boolean;
  isJson: boolean;
  isHead: boolean;
  isGet: boolean;
  isUpload: boolean;
  isCompressed: boolean;
  user: string | null;
  agent: string | null;
  referer: string | null;
  cookie: string | null;
}

/** @param command beginning with `curl`, in one line or in several that end with a backslash */
export function requestOfCurl(command: string): Read<RoutedRequest> {
  const words = shellWords(command);
  if (words.problem) return words;
  const options = optionsOf(words.value.slice(1));
  const [written] = options.urls;
  if (written === undefined) return unread({ code: 'no-url' });
  const url = withQueries(/^[a-z][a-z\d+.-]*:\/\//i.test(written) ? written : `http://${written}`, options);
  const { host, ...headers } = headersOf(options);
  const request = requestOfUrl(url, {
    method: methodOf(options),
    ...(host?.[0] !== undefined && { host: host[0] }),
    headers,
  });
  return request ? read(request) : unread({ code: 'not-a-url', url: written });
}

function optionsOf(words: readonly string[]): Options {
  const options: Options = {
    urls: [],
    headers: [],
    data: [],
    queries: [],
    method: null,
    isForm: false,
    isJson: false,
    isHead: false,
    isGet: false,
    isUpload: false,
    isCompressed: false,
    user: null,
    agent: null,
    referer: null,
    cookie: null,
  };
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word.startsWith('--') && word.length > 2) {
      const name = word.slice(2);
      apply(options, name, withValue.has(name) ? (left.shift() ?? '') : '');
    } else if (word.startsWith('-') && word.length > 1) {
      // Letters may be written together, and the value of the last one right after it.
      for (let at = 1; at < word.length; at++) {
        const letter = word[at]!;
        if (!withValue.has(letter)) apply(options, letter, '');
        else {
          const rest = word.slice(at + 1);
          apply(options, letter, rest === '' ? (left.shift() ?? '') : rest);
          break;
        }
      }
    } else options.urls.push(word);
  }
  return options;
}

function apply(options: Options, name: string, value: string): void {
  switch (name) {
    case 'X':
    case 'request':
      options.method = value;
      break;
    case 'H':
    case 'header':
      options.headers.push(value);
      break;
    case 'd':
    case 'data':
    case 'data-raw':
    case 'data-ascii':
    case 'data-binary':
    case 'data-urlencode':
      options.data.push(value);
      break;
    case 'json':
      options.data.push(value);
      options.isJson = true;
      break;
    case 'F':
    case 'form':
    case 'form-string':
      options.isForm = true;
      break;
    case 'url':
      options.urls.push(value);
      break;
    case 'url-query':
      options.queries.push(value);
      break;
    case 'I':
    case 'head':
      options.isHead = true;
      break;
    case 'G':
    case 'get':
      options.isGet = true;
      break;
    case 'T':
    case 'upload-file':
      options.isUpload = true;
      break;
    case 'compressed':
      options.isCompressed = true;
      break;
    case 'A':
    case 'user-agent':
      options.agent = value;
      break;
    case 'e':
    case 'referer':
      options.referer = value;
      break;
    case 'b':
    case 'cookie':
      // Without `=` it is the name of a file.
      options.cookie = value.includes('=') ? value : options.cookie;
      break;
    case 'u':
    case 'user':
      options.user = value;
      break;
  }
}

function methodOf({ method, isHead, isGet, isUpload, isForm, data }: Options): string {
  if (method !== null) return method;
  if (isHead) return 'HEAD';
  if (isUpload) return 'PUT';
  return isForm || (data.length > 0 && !isGet) ? 'POST' : 'GET';
}

function withQueries(url: string, { queries, isGet, data }: Options): string {
  const added = [...queries, ...(isGet ? data : [])];
  if (added.length === 0) return url;
  const [address = '', fragment] = url.split('#', 2);
  const joined = `${address}${address.includes('?') ? '&' : '?'}${added.join('&')}`;
  return fragment === undefined ? joined : `${joined}#${fragment}`;
}

/** Those that curl sends by itself, then those that are given: `Name:` removes one, `Name;` is one without a value. */
function headersOf(options: Options): Record<string, string[]> {
  const { agent, referer, cookie, user, isJson, isForm, isCompressed, isGet, data } = options;
  const own: Record<string, string> = {
    accept: isJson ? 'application/json' : '*/*',
    'user-agent': agent ?? 'curl',
    ...(referer !== null && { referer }),
    ...(cookie !== null && { cookie }),
    ...(user !== null && { authorization: `Basic ${Buffer.from(user).toString('base64')}` }),
    ...(isCompressed && { 'accept-encoding': 'deflate, gzip, br, zstd' }),
    ...(data.length > 0 &&
      !isGet && { 'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded' }),
    ...(isForm && { 'content-type': 'multipart/form-data' }),
  };
  const given: Record<string, string[]> = {};
  const removed = new Set<string>();
  for (const header of options.headers) {
    const [, name, colon, value = ''] = /^([^:;]+)([:;])\s*(.*)$/s.exec(header) ?? [];
    if (name === undefined) continue;
    const key = name.trim().toLowerCase();
    if (colon === ':' && value === '') removed.add(key);
    else given[key] = [...(given[key] ?? []), value];
  }
  const kept = Object.entries(own).filter(([name]) => !removed.has(name) && !(name in given));
  return { ...Object.fromEntries(kept.map(([name, value]) => [name, [value]])), ...given };
}
