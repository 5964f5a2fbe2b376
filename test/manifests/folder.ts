/** A workspace with manifests: an Ingress and its Service in two files, a Gateway that a chart installs. */

import type { Folder } from '../support/gateway-folder.js';

export const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: orders
  namespace: shop
  annotations:
    konghq.com/regex-priority: "7"
    konghq.com/strip-path: "yes"
spec:
  ingressClassName: kong
  rules:
    - host: a.example.com
      http:
        paths:
          - path: /orders
            pathType: Prefix
            backend: { service: { name: orders, port: { number: 80 } } }
          - path: /~/items/\\d+
            pathType: Exact
            backend: { service: { name: items, port: { number: 80 } } }
`;

export const services = `apiVersion: v1
kind: Service
metadata: { name: orders, namespace: shop }
spec: { ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: items, namespace: shop }
spec: { ports: [{ port: 80 }] }
`;

export const route = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: search
  namespace: shop
spec:
  parentRefs: [{ name: kong }]
  hostnames: [b.example.com]
  rules:
    - matches:
        - path: { type: RegularExpression, value: ^/a }
          queryParams: [{ name: q, value: x }]
      backendRefs: [{ name: orders, port: 80 }]
`;

export const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: kong }
spec: { controllerName: konghq.com/kic-gateway-controller }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: kong, namespace: shop }
spec:
  gatewayClassName: kong
  listeners: [{ name: http, protocol: HTTP, port: 80 }]
`;

/** Values of the chart kong/kong. */
export const values = (flavor: string): string => `# helm upgrade --install kong kong/kong -f values.yaml
image: { repository: kong, tag: "3.9" }
env:
  router_flavor: ${flavor}
  database: "off"
ingressController:
  enabled: true
`;

export const folder = (flavor = 'expressions'): Folder => ({
  'app/ingress.yaml': ingress,
  'app/services.yaml': services,
  'app/route.yaml': route,
  'gateway/gateway.yaml': gateway,
  'helm/values.yaml': values(flavor),
});
