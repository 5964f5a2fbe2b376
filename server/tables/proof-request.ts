/** A request as proof: without what does not matter. */

import type { RoutedRequest } from '../flavors/index.js';
import type { ProofRequest } from '../problems/index.js';

export function proofOf(request: RoutedRequest): ProofRequest {
  const { srcIp, srcPort, dstIp, dstPort, uri: _, ...http } = request;
  const isStream = ['tcp', 'tls', 'udp'].includes(request.scheme);
  if (!isStream) return http;
  return {
    scheme: request.scheme,
    ...(request.sni !== undefined && { sni: request.sni }),
    ...(srcIp !== undefined && { srcIp }),
    ...(srcPort !== undefined && { srcPort }),
    ...(dstIp !== undefined && { dstIp }),
    ...(dstPort !== undefined && { dstPort }),
  };
}
