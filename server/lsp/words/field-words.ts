/**
 * What each field of a route is, in a sentence of Markdown, in the order in which people write them.
 * Source: Kong/kong `kong/db/schema/entities/routes.lua`, `kong/router/traditional.lua`, `kong/router/transform.lua`.
 */

import type { RouteFieldName } from '../../routes/index.js';

const words = {
  name: 'The name of the route, unique in its workspace.',
  protocols: 'The protocols that the route takes. The first decides whether it is an HTTP or a stream route.',
  methods: 'HTTP methods, in capitals. One of them is enough.',
  hosts:
    'Host names, with at most one `*` at the left or the right end, and an optional port. One of them is enough.',
  paths:
    'Prefixes of the path, such as `/api`, and regexes that start with `~`, such as `~/users/\\d+$`. One of them is enough.',
  headers:
    'Names of headers, each with values of which one is enough. A value that starts with `~*` is a regex.',
  snis: 'Server names of the TLS handshake. They are not asked for without TLS.',
  sources: 'Where clients come from: each an `ip` (or a CIDR range), a `port`, or both.',
  destinations: 'Where the Gateway was reached: each an `ip` (or a CIDR range), a `port`, or both.',
  expression: 'Which requests the route takes, in the expression language of Kong’s router.',
  priority:
    'Routes with an expression are tried from the highest priority to the lowest, from 0 to 2^46 − 1.',
  regex_priority: 'Of routes with regex paths, the one with the higher number is tried first.',
  strip_path:
    'Whether the part of the path that was matched is cut off before the request goes to the service.',
  preserve_host: 'Whether the service gets the `Host` header of the request instead of its own host.',
  path_handling:
    'How the path of the service and that of the request are joined. Only `traditional` knows `v1`.',
  https_redirect_status_code:
    'What HTTP requests are answered with where the route takes only HTTPS; 426 by default.',
  request_buffering: 'Whether the body of the request is read as a whole before it goes to the service.',
  response_buffering: 'Whether the body of the response is read as a whole before it goes to the client.',
  tags: 'Words by which routes are found again.',
  service: 'The service that the requests go to.',
  id: 'The UUID of the route. Kong makes one where there is none; routes of equal priority are ordered by it.',
} satisfies Partial<Record<RouteFieldName, string>>;

export const fieldWords: Readonly<Record<string, string>> = words;
