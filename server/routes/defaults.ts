/**
 * What Kong puts into a route where nothing is written: the defaults of its schema.
 * Source: Kong/kong `kong/db/schema/entities/routes.lua`, `routes_subschemas.lua`; decK's own
 * (go-database-reconciler `pkg/utils/constants.go`) are among them.
 */

import { acceptsTraditionalFields, defaultProtocols, type Gateway } from './gateway.js';

/** @param data the route as plain data: what a field has by default may depend on the protocols */
export function defaultsOf(
  data: Readonly<Record<string, unknown>>,
  gateway: Gateway,
): Readonly<Record<string, unknown>> {
  const protocols = Array.isArray(data.protocols) ? data.protocols : defaultProtocols(gateway.version);
  const hasFields = acceptsTraditionalFields(gateway);
  // The first protocol selects the subschema, and without traditional fields there are no subschemas.
  const isGrpc = hasFields && (protocols[0] === 'grpc' || protocols[0] === 'grpcs');
  return {
    protocols,
    https_redirect_status_code: 426,
    strip_path: !isGrpc,
    preserve_host: false,
    request_buffering: true,
    response_buffering: true,
    ...(hasFields && { regex_priority: 0, path_handling: 'v0' }),
    ...(gateway.flavor === 'expressions' && { priority: 0 }),
  };
}
