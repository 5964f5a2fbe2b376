/**
 * The SNIs of a route do not count for requests without TLS: if nothing else says for which server a request is, the route
 * matches those for every host.
 * Source: Kong/kong `kong/router/transform.lua` (`net.protocol != "https" || …`, Kong/kong#6425); flavor differences, 19.
 */

import { engineOf, withDefaults } from '../flavors/index.js';
import { isSet, subsystemOf } from '../routes/index.js';
import type { FieldLint } from './advice.js';

export const snisWithoutTls: FieldLint = ({ route, gateway }) => {
  if (!isSet(route, 'snis') || isSet(route, 'hosts') || subsystemOf(route) !== 'http') return [];
  const { protocols = [] } = withDefaults(route, gateway);
  const isOpen = protocols.includes('http') || protocols.includes('grpc');
  if (!isOpen || engineOf(gateway, 'http') !== 'atc') return [];
  return [{ code: 'snis-without-tls', args: {}, path: ['snis'], isAtKey: true }];
};
