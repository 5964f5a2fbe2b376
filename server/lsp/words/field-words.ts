/**
 * What each field of a route is, in a sentence of Markdown, in the order in which people write them.
 * Source: Kong/kong `kong/db/schema/entities/routes.lua`, `kong/router/traditional.lua`, `kong/router/transform.lua`.
 */

import type { RouteFieldName } from '../../routes/index.js';

const words = {
  name: 'The name of the route. It must be unique in its workspace.',
  protocols:
    'The protocols that the route accepts. The first one decides whether it is an HTTP or a stream route.',
  methods: 'HTTP methods in capital letters. One of them must match.',
  hosts:
    'Host names, with at most one `*` as the first or last label, and an optional port. One of them must match.',
  paths:
    'Path prefixes such as `/api`, and regexes that start with `~`, such as `~/users/\\d+$`. One of them must match.',
  headers:
    'Header names, each with a list of values. One value of each header must match. A value that starts with `~*` is a regex.',
  snis: 'Server names of the TLS handshake. Ignored for requests without TLS.',
  sources: 'Addresses of clients: each an `ip` (or a CIDR range), a `port`, or both.',
  destinations:
    'Addresses on which the Gateway was reached: each an `ip` (or a CIDR range), a `port`, or both.',
  expression: 'The requests that the route matches, in the expression language of Kong’s router.',
  priority: 'Routes with an expression are evaluated from the highest priority (2^46 − 1) to the lowest (0).',
  regex_priority: 'Orders routes with regex paths: the higher number is evaluated first.',
  strip_path: 'Whether Kong removes the matched part of the path before it sends the request to the service.',
  preserve_host: 'Whether the service receives the `Host` header of the request instead of its own host.',
  path_handling:
    'How Kong joins the path of the service and the path of the request. Only `traditional` supports `v1`.',
  https_redirect_status_code:
    'The status code for HTTP requests if the route accepts only HTTPS. The default is 426.',
  request_buffering: 'Whether Kong reads the whole request body before it sends the request to the service.',
  response_buffering:
    'Whether Kong reads the whole response body before it sends the response to the client.',
  tags: 'Labels for grouping and filtering.',
  service: 'The service that receives the requests.',
  id: 'The UUID of the route. Kong generates one if it is not set. Routes of equal priority are ordered by it.',
} satisfies Partial<Record<RouteFieldName, string>>;

export const fieldWords: Readonly<Record<string, string>> = words;
