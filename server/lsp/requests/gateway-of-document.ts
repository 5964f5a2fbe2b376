/** `kongRoutes/gatewayOfDocument`: the Gateway of a document, where each of its values is set, and which others there are. */

import type { DeclaredGateway, Found } from '../../gateways/index.js';
import type { DocumentGateway, GatewayChoice, GatewayOfDocumentParams } from '../../protocol/index.js';
import { type Place, uriKey } from '../../text/index.js';
import { gatewayLabel, isOpen, referenceTo, type Snapshot } from '../../workspace/index.js';
import { placed, placesOf } from '../gateway-places.js';
import { detailsOf } from '../hover/gateway-hover.js';
import type { RequestHandler } from '../request-handler.js';

export const gatewayOfDocumentRequest: RequestHandler = {
  register: (session) =>
    session.connection.onRequest(
      'kongRoutes/gatewayOfDocument',
      async ({ uri }: GatewayOfDocumentParams): Promise<DocumentGateway | null> => {
        const { workspace } = session;
        const snapshot = await session.snapshotOf(uri);
        return snapshot && documentGateway(snapshot, workspace.found(), workspace.folderOf(uri));
      },
    ),
};

/** What an editor shows of it. @param folder URI of the workspace folder of the document */
export function documentGateway(
  snapshot: Snapshot,
  { gateways }: Found,
  folder: string | null,
): DocumentGateway | null {
  if (snapshot.document.kind === null) return declaringDocument(snapshot, gateways);
  const { gateway, flavorReason, versionReason, calculationReason, pairing } = snapshot;
  const likely = new Set(pairing.gateways);
  // The current one is not offered.
  const own = likely.size === 1 ? pairing.gateways[0] : undefined;
  const reasons = [flavorReason, versionReason, calculationReason];
  return {
    hasRoutes: true,
    label: `${gateway.flavor} · ${gateway.version.join('.')}`,
    details: detailsOf(snapshot),
    isOpen: isOpen(flavorReason) || isOpen(versionReason),
    isSet: reasons.some(({ kind }) => kind === 'set' || kind === 'entry') || pairing.entry !== null,
    places: [...placesOf(flavorReason, 'flavor', snapshot), ...placesOf(versionReason, 'version', snapshot)],
    gateways: [...new Set([...likely, ...gateways])]
      .filter((choice) => choice !== own)
      .map((choice) => choiceOf(choice, folder)),
  };
}

/** Of a file that declares gateways itself. */
function declaringDocument(snapshot: Snapshot, all: readonly DeclaredGateway[]): DocumentGateway | null {
  const key = uriKey(snapshot.text.uri);
  const isHere = (place: Place | null) => place !== null && uriKey(place.uri) === key;
  // Values of a chart and files of variables are not where the Gateway itself is declared.
  const gateways = all.filter(({ place, flavor, version }) =>
    [place, flavor.place, version.place].some(isHere),
  );
  if (gateways.length === 0) return null;
  const values = gateways.map(valuesOf);
  return {
    hasRoutes: false,
    label: new Set(values).size === 1 ? values[0]! : `${gateways.length} gateways`,
    details: gateways
      .map((gateway, i) => `**${gatewayLabel(gateway) || gateway.name}** \`${values[i]}\``)
      .join('\n\n'),
    isOpen: gateways.some(({ flavor }) => flavor.value === null),
    isSet: false,
    places: gateways.map((gateway) =>
      placed('flavor', gateway.flavor.place ?? gateway.place, gateway, snapshot),
    ),
    gateways: [],
  };
}

const valuesOf = ({ flavor, version }: DeclaredGateway) =>
  `${flavor.value ?? '?'} · ${version.value?.join('.') ?? '?'}`;

function choiceOf(gateway: DeclaredGateway, folder: string | null): GatewayChoice {
  const reference = referenceTo(gateway, folder ?? 'file:///');
  return {
    label: gatewayLabel(gateway) || gateway.name,
    description: `${valuesOf(gateway)}, ${reference.slice(0, reference.lastIndexOf('#'))}`,
    reference,
  };
}
