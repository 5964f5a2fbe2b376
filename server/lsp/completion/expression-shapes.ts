/** Expressions that are written again and again, with places to fill in. */

import { findField, hasFeature, type Language } from '../../../grammar/index.js';
import type { Part } from './completion-text.js';

export interface Shape {
  readonly label: string;
  readonly parts: readonly Part[];
}

const onHttp: readonly Shape[] = [
  { label: 'path starts with', parts: ['http.path ^= "/', { fill: '' }, '"'] },
  { label: 'path equals', parts: ['http.path == "/', { fill: '' }, '"'] },
  { label: 'path matches', parts: ['http.path ~ r#"^/', { fill: '' }, '$"#'] },
  {
    label: 'method and path',
    parts: ['http.method == "', { fill: 'GET' }, '" && http.path ^= "/', { fill: '' }, '"'],
  },
  {
    label: 'one of two methods',
    parts: ['(http.method == "', { fill: 'GET' }, '" || http.method == "', { fill: 'HEAD' }, '")'],
  },
  {
    label: 'host and path',
    parts: ['http.host == "', { fill: 'example.com' }, '" && http.path ^= "/', { fill: '' }, '"'],
  },
  { label: 'subdomain of a host', parts: ['http.host =^ ".', { fill: 'example.com' }, '"'] },
  {
    label: 'any value of a header',
    parts: ['any(http.headers.', { fill: 'name' }, ') == "', { fill: 'value' }, '"'],
  },
  {
    label: 'header absent or different',
    parts: ['!(any(http.headers.', { fill: 'name' }, ') == "', { fill: 'value' }, '")'],
  },
  { label: 'client in a network', parts: ['net.src.ip in ', { fill: '10.0.0.0/8' }] },
];

const onStream: readonly Shape[] = [
  { label: 'server name', parts: ['tls.sni == "', { fill: 'example.com' }, '"'] },
  { label: 'subdomain of a server name', parts: ['tls.sni =^ ".', { fill: 'example.com' }, '"'] },
  { label: 'port', parts: ['net.dst.port == ', { fill: '9000' }] },
  { label: 'client in a network', parts: ['net.src.ip in ', { fill: '10.0.0.0/8' }] },
];

/** As text: the default text of a placeholder, or dots. */
export const shapeText = ({ parts }: Shape): string =>
  parts.map((part) => (typeof part === 'string' ? part : part.fill || '…')).join('');

/** Those that the version has all of. */
export function shapesOf({ subsystem, gatewayVersion }: Language): readonly Shape[] {
  const hasAddresses = findField('net.src.ip', subsystem, gatewayVersion) !== undefined;
  return (subsystem === 'http' ? onHttp : onStream).filter((shape) => {
    const text = shapeText(shape);
    return !(
      (text.includes('r#"') && !hasFeature('raw-string', gatewayVersion)) ||
      (text.startsWith('!') && !hasFeature('negation', gatewayVersion)) ||
      (!hasAddresses && /\bnet\.(?:src|dst)\./.test(text))
    );
  });
}
