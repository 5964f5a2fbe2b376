/** Expressions that are written again and again, with places to fill in. */

import { findField, hasFeature, type Language } from '../../../grammar/index.js';
import { snippetLabels } from '../words/editor-words.js';
import type { Part } from './completion-text.js';

export interface Shape {
  readonly label: string;
  readonly parts: readonly Part[];
}

const onHttp: readonly Shape[] = [
  { label: snippetLabels.pathPrefix, parts: ['http.path ^= "/', { fill: '' }, '"'] },
  { label: 'path equals', parts: ['http.path == "/', { fill: '' }, '"'] },
  { label: 'path matches', parts: ['http.path ~ r#"^/', { fill: '' }, '$"#'] },
  {
    label: snippetLabels.methodAndPath,
    parts: ['http.method == "', { fill: 'GET' }, '" && http.path ^= "/', { fill: '' }, '"'],
  },
  {
    label: snippetLabels.twoMethods,
    parts: ['(http.method == "', { fill: 'GET' }, '" || http.method == "', { fill: 'HEAD' }, '")'],
  },
  {
    label: snippetLabels.hostAndPath,
    parts: ['http.host == "', { fill: 'example.com' }, '" && http.path ^= "/', { fill: '' }, '"'],
  },
  { label: snippetLabels.subdomain, parts: ['http.host =^ ".', { fill: 'example.com' }, '"'] },
  {
    label: snippetLabels.anyHeaderValue,
    parts: ['any(http.headers.', { fill: 'name' }, ') == "', { fill: 'value' }, '"'],
  },
  {
    label: snippetLabels.headerAbsentOrDifferent,
    parts: ['!(any(http.headers.', { fill: 'name' }, ') == "', { fill: 'value' }, '")'],
  },
  { label: snippetLabels.network, parts: ['net.src.ip in ', { fill: '10.0.0.0/8' }] },
];

const onStream: readonly Shape[] = [
  { label: 'server name', parts: ['tls.sni == "', { fill: 'example.com' }, '"'] },
  { label: snippetLabels.serverSubdomain, parts: ['tls.sni =^ ".', { fill: 'example.com' }, '"'] },
  { label: 'port', parts: ['net.dst.port == ', { fill: '9000' }] },
  { label: snippetLabels.network, parts: ['net.src.ip in ', { fill: '10.0.0.0/8' }] },
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
