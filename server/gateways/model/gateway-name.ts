/** What people call gateways. */

import type { GatewayVersion } from '../../../grammar/index.js';
import { kindWords } from '../../problems/index.js';
import { folderOf, type Place, uriKey } from '../../text/index.js';
import type { DeclaredGateway } from './declared-gateway.js';

/** Such as ``Deployment `kong` ``, with the file after it if another one has the same name. */
export function nameOf(gateway: DeclaredGateway, among: readonly DeclaredGateway[] = []): string {
  const name = shortName(gateway);
  const isTwice = among.some((other) => other.id !== gateway.id && shortName(other) === name);
  return isTwice ? `${name} of ${fileName(gateway.place, among)}` : name;
}

const shortName = ({ kind, name }: DeclaredGateway) => `${kindWords[kind]} \`${name}\``.trimStart();

/** The shortest end of a path that distinguishes it from the others, with the folder where they are in several. */
function fileName({ uri }: Place, among: readonly DeclaredGateway[]): string {
  const parts = uriKey(uri).split('/');
  const others = among.map(({ place }) => uriKey(place.uri)).filter((other) => other !== uriKey(uri));
  const isAlone = others.every((other) => folderOf(other) === folderOf(uriKey(uri)));
  for (let count = isAlone ? 1 : 2; count < parts.length; count++) {
    const end = `/${parts.slice(-count).join('/')}`;
    if (!others.some((other) => other.endsWith(end))) return end.slice(1);
  }
  return uri;
}

export const versionText = (version: GatewayVersion): string => version.join('.');
