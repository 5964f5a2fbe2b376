/** The parts of a plan: one for gateways that belong together. */

import { type Found, findControllers } from '../gateways/index.js';
import type { Gateway, RouterFlavor } from '../routes/index.js';
import { assumedVersion } from '../workspace/index.js';
import type { Places } from './line-places.js';
import { controllersOf } from './part-controllers.js';
import type { PlanInput } from './plan-input.js';
import type { Part, PlannedTable, SettingChange } from './plan-model.js';
import { isControlled, type Versions } from './plan-tables.js';
import { stagesOf } from './stages.js';
import { partOf } from './steps/steps.js';
import type { Group } from './topology.js';

interface PlannedPart {
  readonly part: Part;
  readonly from: Gateway;
  readonly to: Gateway;
}

export function partsOf(
  groups: readonly Group[],
  tables: readonly PlannedTable[],
  settings: readonly SettingChange[],
  flavor: RouterFlavor,
  versions: Versions,
  { to, files, found }: PlanInput,
  places: Places,
): PlannedPart[] {
  const controllers = groups.some(isControlled) ? findControllers(files) : [];
  const noGateways: Group = { kind: 'unknown', gateways: [], why: [], serveTogether: false };
  const unread = tables.filter(({ ids }) => ids.length === 0);
  const all = groups.length === 0 || unread.length > 0 ? [...groups, noGateways] : groups;
  return all.map((group) => {
    const own =
      group === noGateways
        ? unread
        : tables.filter(({ ids }) => group.gateways.some(({ id }) => ids.includes(id)));
    const version =
      versions.from(group.gateways) ?? own[0]?.from.version ?? versions.to(group.gateways) ?? assumedVersion;
    const from: Gateway = { ...own[0]?.from, flavor, version };
    const after: Gateway = {
      ...from,
      flavor: to.flavor,
      version: versions.to(group.gateways) ?? own[0]?.to.version ?? version,
    };
    const stages = isControlled(group) ? stagesOf(from, after, []) : stagesOf(from, after, own);
    const part = partOf({
      group,
      from,
      to: after,
      target: to,
      stages,
      tables: own,
      settings: settings.filter(({ ids }) => group.gateways.some(({ id }) => ids.includes(id))),
      controllers: isControlled(group) ? controllersOf(controllers, group.gateways, places) : [],
      charts: new Map(group.gateways.map(({ id }) => [id, chartOf(id, found)])),
      places,
    });
    return { part, from, to: after };
  });
}

/** The chart of a release: its default is in use, or the key of its flavor shows it. */
function chartOf(id: string, { gateways, written }: Found): 'kong/kong' | 'kong/ingress' | null {
  const { flavor, kind } = gateways.find((gateway) => gateway.id === id)!;
  if (kind !== 'helm-release') return null;
  if (flavor.origin.kind === 'chart-default')
    return flavor.origin.chart === 'kong/ingress' ? 'kong/ingress' : 'kong/kong';
  const key = written.find(
    ({ place }) => place.uri === flavor.place?.uri && place.span.start === flavor.place.span.start,
  )?.key;
  if (key === undefined) return null;
  return /(?:^|\.)gateway\.env\./.test(key) ? 'kong/ingress' : 'kong/kong';
}
