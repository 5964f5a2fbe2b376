/**
 * What the controllers accept as a method, a host and an SNI. Source: Kong/kubernetes-ingress-controller
 * `internal/dataplane/kongstate/route.go`; written here so that no text makes them slow.
 */

const label = '[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*';
const sni = new RegExp(`^${label}(?:\\.${label})*$`);
const host = new RegExp(`^(?:\\*\\.)?${label}(?:\\.${label})*(?:\\.\\*)?$`);

export const isMethod = (text: string): boolean => /^[A-Z]+$/.test(text);
export const isSni = (text: string): boolean => sni.test(text);
export const isHost = (text: string): boolean => host.test(text);

const protocols = new Set(['http', 'https', 'grpc', 'grpcs', 'ws', 'wss', 'tls', 'tcp', 'tls_passthrough']);

/** `udp` is none of them. */
export const isProtocol = (text: string): boolean => protocols.has(text);
