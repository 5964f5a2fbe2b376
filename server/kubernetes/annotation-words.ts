/** What each annotation of Kong is for, and which values it has: for hover and completion. */

export interface AnnotationWords {
  /** One or two sentences. */
  readonly words: string;
  /** Values to choose from, where there are few. */
  readonly values?: readonly string[];
}

const truth = ['"true"', '"false"'];

/** By the name after `konghq.com/`. `headers` represents every `headers.<name>`. */
export const annotationWords: Readonly<Record<string, AnnotationWords>> = {
  'strip-path': { words: 'Whether Kong removes the matched prefix from the path.', values: truth },
  'preserve-host': { words: 'Whether the service gets the `Host` header of the client.', values: truth },
  'request-buffering': { words: 'Whether Kong reads the request body before it sends it on.', values: truth },
  'response-buffering': {
    words: 'Whether Kong reads the response body before it sends it on.',
    values: truth,
  },
  'https-redirect-status-code': {
    words: 'The status for a request over HTTP where the route is for HTTPS only.',
    values: ['"426"', '"301"', '"302"', '"307"', '"308"'],
  },
  protocols: {
    words: 'The protocols of the route, between commas.',
    values: ['http', 'https', 'http,https', 'grpc', 'grpcs', 'grpc,grpcs'],
  },
  methods: {
    words: 'The methods that the route matches, between commas.',
    values: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'],
  },
  'host-aliases': { words: 'More hosts that the route matches, between commas.' },
  headers: {
    words:
      'A header that the request must have, with one of the values between commas. `~*` in front makes a value a regex. Under `expressions`, values are case-sensitive.',
  },
  'headers-separator': {
    words: 'What separates the values of `headers.<name>`: a comma if this is not set.',
  },
  snis: {
    words:
      'Server names of the TLS handshake that the route matches, between commas. Under `expressions`, the route then no longer matches plain HTTP.',
  },
  'regex-priority': { words: 'The `regex_priority` of the route: a higher one is evaluated first.' },
  'path-handling': { words: 'How Kong joins the path of the service and the request.', values: ['v0', 'v1'] },
  'regex-prefix': { words: 'What a path starts with that is a regex: `/~` if this is not set.' },
  rewrite: {
    words:
      'The path that the service gets; `$1` is the first group of the regex path. Needs the feature gate RewriteURIs.',
  },
  tags: { words: 'Tags of the generated entities, between commas.' },
  plugins: { words: 'Names of KongPlugins or KongClusterPlugins, between commas.' },
  override: { words: 'The KongIngress whose `upstream` applies.' },
  protocol: {
    words: 'The protocol that Kong uses to reach the Service.',
    values: ['http', 'https', 'grpc', 'grpcs', 'tcp', 'tls', 'ws', 'wss'],
  },
  path: { words: 'The path that is put before the path of the request.' },
  'host-header': { words: 'The `Host` header that the Service gets.' },
  'connect-timeout': { words: 'In milliseconds.' },
  'read-timeout': { words: 'In milliseconds.' },
  'write-timeout': { words: 'In milliseconds.' },
  retries: { words: 'How often Kong tries again to reach the Service.' },
  'tls-verify': { words: 'Whether Kong checks the certificate of the Service.', values: truth },
  'tls-verify-depth': { words: 'How many certificates a chain may have.' },
  'ca-certificates-secrets': { words: 'Secrets with the certificates that Kong trusts, between commas.' },
  'ca-certificates-configmaps': {
    words: 'ConfigMaps with the certificates that Kong trusts, between commas.',
  },
  'client-cert': { words: 'The Secret with the certificate that Kong shows to the Service.' },
  'upstream-policy': {
    words: 'The KongUpstreamPolicy that applies: load balancing, hashing and health checks.',
  },
};
