/** Values that fields of routes have, where they have only certain ones or some are usual. */

export const methods: readonly string[] = [
  ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE'],
];

/** The usual ones first. */
export function usualValues(field: string): readonly (string | number | boolean)[] {
  switch (field) {
    case 'protocols':
      return ['https', 'http', 'grpcs', 'grpc', 'tls', 'tcp', 'udp', 'tls_passthrough'];
    case 'methods':
      return methods;
    case 'strip_path':
    case 'request_buffering':
    case 'response_buffering':
      return [false, true];
    case 'preserve_host':
      return [true, false];
    case 'https_redirect_status_code':
      return [426, 301, 302, 307, 308];
    case 'path_handling':
      return ['v0', 'v1'];
    case 'priority':
    case 'regex_priority':
      return [0];
    default:
      return [];
  }
}
