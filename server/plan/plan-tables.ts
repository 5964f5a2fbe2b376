/** Which files are one table, with the Gateway versions before and after the change. */

import { type GatewayVersion, parseGatewayVersion } from '../../grammar/index.js';
import type { DeclaredGateway } from '../gateways/index.js';
import type { RouterFlavor } from '../routes/index.js';
import { folderOf } from '../text/index.js';
import type { PlanInput, PlanRouteFile } from './plan-input.js';
import type { Table } from './planned-table.js';
import { compareVersions, type NeededVersion } from './settings-edits.js';
import type { Group } from './topology.js';

/** The lowest version among gateways, before and after the change; `null` if none is known. */
export interface Versions {
  from(gateways: readonly DeclaredGateway[]): GatewayVersion | null;
  /** Of each gateway whose version is known. */
  before(gateways: readonly DeclaredGateway[]): GatewayVersion[];
  after(gateways: readonly DeclaredGateway[]): GatewayVersion[];
  to(gateways: readonly DeclaredGateway[]): GatewayVersion | null;
}

export function versionsOf({ from, to }: PlanInput, needed: readonly NeededVersion[]): Versions {
  const before = ({ version }: DeclaredGateway) => version.value;
  const after = (gateway: DeclaredGateway) => {
    const need = needed.find((one) => one.gateway === gateway);
    return need ? parseGatewayVersion(need.versionText) : before(gateway);
  };
  return {
    before: (gateways) => (from?.version ? [] : gateways.map(before).filter((version) => version !== null)),
    after: (gateways) =>
      (to.version ?? from?.version) ? [] : gateways.map(after).filter((version) => version !== null),
    from: (gateways) => from?.version ?? lowest(gateways.map(before)),
    to: (gateways) =>
      to.version ?? (from?.version && needed.length === 0 ? from.version : lowest(gateways.map(after))),
  };
}

const lowest = (versions: readonly (GatewayVersion | null)[]): GatewayVersion | null =>
  versions.filter((version) => version !== null).sort(compareVersions)[0] ?? null;

/** Files that the same groups of gateways read are one table; so are decK's files of one folder that nothing reads. */
export function tablesOf(
  files: readonly PlanRouteFile[],
  groups: readonly Group[],
  from: RouterFlavor,
  to: RouterFlavor,
  versions: Versions,
): Table[] {
  const tables = new Map<string, { files: PlanRouteFile[]; groups: Group[] }>();
  const configured = groups.filter((group) => !isControlled(group));
  for (const file of files) {
    const reading = groups.filter((group) =>
      group.gateways.some(({ id }) => file.gateways.some((reader) => reader.id === id)),
    );
    // What no file leads to belongs to the only ones that there are: decK's files are mounted nowhere.
    const readers = reading.length === 0 && configured.length === 1 ? configured : reading;
    const key =
      readers.length > 0
        ? readers.map((group) => groups.indexOf(group)).join()
        : file.document.deck || file.document.terraform
          ? folderOf(file.uri)
          : file.uri;
    const table = tables.get(key) ?? { files: [], groups: readers };
    table.files.push(file);
    tables.set(key, table);
  }
  return [...tables.values()].map((table) => {
    const gateways = table.groups.flatMap((group) => group.gateways);
    const { gateway, versionReason } = table.files[0]!.known;
    // A version that is not known does not change.
    const known = versionReason.kind === 'default' ? versions.to(gateways) : null;
    const before = versions.from(gateways) ?? known ?? gateway.version;
    const after = versions.to(gateways) ?? before;
    return {
      gateways: gateways.map(({ name }) => name),
      ids: gateways.map(({ id }) => id),
      files: table.files,
      from: { ...gateway, flavor: from, version: before },
      to: { ...gateway, flavor: to, version: after },
    };
  });
}

/** A controller creates the routes, even if there are files of routes, too. */
export const isControlled = ({ kind }: Group) => kind === 'controller' || kind === 'operator';
