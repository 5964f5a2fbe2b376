/** What is found in a folder, as compose files, Dockerfiles and kong.conf are tested. */

import { findGateways } from '../../server/gateways/index.js';
import { assertEdits, folder, showGateway, showPlace, showSets, showWritten } from './folder.js';

export interface FoundIn {
  /** Without what most have: one replica, all stopped for a change. */
  readonly gateways: readonly Record<string, unknown>[];
  readonly written: readonly string[];
  readonly sets: readonly string[];
  /** The place and the text of each insertion, or `null`. */
  readonly insertions: readonly (string | null)[];
}

/** Every edit that what was found asks for is tried, too. */
export function findIn(contents: Readonly<Record<string, string>>): FoundIn {
  const from = folder(contents);
  const found = findGateways(from.files);
  assertEdits(from.files, findGateways);
  return {
    gateways: found.gateways.map((gateway) => {
      const { rollout, replicas, ...shown } = showGateway(from, gateway);
      return {
        ...shown,
        ...(rollout === undefined ? { rollout: 'rolling' } : {}),
        ...(replicas === undefined || replicas === null ? {} : { replicas }),
      };
    }),
    written: showWritten(from, found),
    sets: showSets(found),
    insertions: found.gateways.map(
      ({ insertion }) =>
        insertion && `${showPlace(from, insertion.place)} ← ${JSON.stringify(insertion.text)}`,
    ),
  };
}

/** The flavor of the one gateway in a folder. */
export function flavorIn(contents: Readonly<Record<string, string>>): unknown {
  const { gateways } = findIn(contents);
  return gateways.length === 1 ? gateways[0]!.flavor : gateways;
}
