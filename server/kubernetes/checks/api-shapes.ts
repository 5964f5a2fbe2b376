/** The types of the fields that matter for routes, as the API server checks them. */

import type { ValueType } from '../problems/codes.js';

/** A type; a list of one shape; a mapping of known fields, or with any names (`*`). Other fields are not looked at. */
export type Shape =
  | Exclude<ValueType, 'list' | 'mapping' | 'null'>
  | readonly [Shape]
  | { readonly [field: string]: Shape };

const metadata: Shape = {
  name: 'text',
  namespace: 'text',
  annotations: { '*': 'text' },
  labels: { '*': 'text' },
};

const servicePort: Shape = { number: 'integer', name: 'text' };
const resource: Shape = { apiGroup: 'text', kind: 'text', name: 'text' };
const ingressBackend: Shape = { service: { name: 'text', port: servicePort }, resource };

const parentRef: Shape = {
  group: 'text',
  kind: 'text',
  namespace: 'text',
  name: 'text',
  sectionName: 'text',
  port: 'integer',
};
const backendRef: Shape = {
  group: 'text',
  kind: 'text',
  namespace: 'text',
  name: 'text',
  port: 'integer',
  weight: 'integer',
};
const named: Shape = { type: 'text', name: 'text', value: 'text' };
const headers: Shape = { set: [named], add: [named], remove: ['text'] };
const pathModifier: Shape = { type: 'text', replaceFullPath: 'text', replacePrefixMatch: 'text' };
const httpFilter: Shape = {
  type: 'text',
  requestHeaderModifier: headers,
  responseHeaderModifier: headers,
  requestRedirect: {
    scheme: 'text',
    hostname: 'text',
    port: 'integer',
    statusCode: 'integer',
    path: pathModifier,
  },
  urlRewrite: { hostname: 'text', path: pathModifier },
  extensionRef: { group: 'text', kind: 'text', name: 'text' },
};

const streamRoute: Shape = {
  metadata,
  spec: {
    parentRefs: [parentRef],
    hostnames: ['text'],
    rules: [{ name: 'text', backendRefs: [backendRef] }],
  },
};
const streamIngress: Shape = {
  metadata,
  spec: {
    rules: [{ host: 'text', port: 'integer', backend: { serviceName: 'text', servicePort: 'integer' } }],
  },
};

/** By kind. */
export const shapes: Readonly<Record<string, Shape>> = {
  Ingress: {
    metadata,
    spec: {
      ingressClassName: 'text',
      defaultBackend: ingressBackend,
      rules: [
        { host: 'text', http: { paths: [{ path: 'text', pathType: 'text', backend: ingressBackend }] } },
      ],
      tls: [{ hosts: ['text'], secretName: 'text' }],
    },
  },
  HTTPRoute: {
    metadata,
    spec: {
      parentRefs: [parentRef],
      hostnames: ['text'],
      rules: [
        {
          name: 'text',
          matches: [
            { path: { type: 'text', value: 'text' }, method: 'text', headers: [named], queryParams: [named] },
          ],
          filters: [httpFilter],
          backendRefs: [backendRef],
          timeouts: { request: 'text', backendRequest: 'text' },
        },
      ],
    },
  },
  GRPCRoute: {
    metadata,
    spec: {
      parentRefs: [parentRef],
      hostnames: ['text'],
      rules: [
        {
          name: 'text',
          matches: [{ method: { type: 'text', service: 'text', method: 'text' }, headers: [named] }],
          backendRefs: [backendRef],
        },
      ],
    },
  },
  TCPRoute: streamRoute,
  UDPRoute: streamRoute,
  TLSRoute: streamRoute,
  TCPIngress: streamIngress,
  UDPIngress: streamIngress,
  Gateway: {
    metadata,
    spec: {
      gatewayClassName: 'text',
      listeners: [
        { name: 'text', hostname: 'text', port: 'integer', protocol: 'text', tls: { mode: 'text' } },
      ],
    },
  },
  Service: { metadata, spec: { type: 'text', ports: [{ name: 'text', port: 'integer', protocol: 'text' }] } },
};
