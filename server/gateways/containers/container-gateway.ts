/** The Gateway of a container that a task definition, a playbook, a pipeline, a unit or a command starts. */

import type { GatewayKind, UnknownValue } from '../../problems/index.js';
import type { FilesByUri, Place } from '../../text/index.js';
import type { DeclaredGateway, WrittenFlavor } from '../model/index.js';
import {
  confOf,
  declarativeFiles,
  type Given,
  type Launch,
  type Mount,
  runsGateway,
  settingsOf,
  textGiven,
  writtenFlavor,
} from '../settings/index.js';
import { type Insertion, textWithBlanks, unsetVariable } from '../sources/index.js';

/** Something that starts a process, as written in its file. */
export interface DeclaredContainer {
  readonly kind: GatewayKind;
  readonly name: string;
  /** Where it is declared. */
  readonly place: Place;
  readonly image: Launch['image'];
  readonly environment: ReadonlyMap<string, Given>;
  /** Entrypoint and command; empty if the image's own is run. */
  readonly command: string;
  readonly mounts: readonly Mount[];
  /** How many run at once; `null` if the file does not say. */
  readonly replicas: number | null;
  readonly rollout: DeclaredGateway['rollout'];
  /** What may have more settings and is not at hand; `null` if all is. */
  readonly unseen: UnknownValue | null;
  /** Where a router flavor can be written; `null` if none can. */
  readonly insertion: Insertion | null;
}

/** @returns `null` if the container does not run Kong Gateway */
export function containerGateway(container: DeclaredContainer, files: FilesByUri): DeclaredGateway | null {
  const { kind, name, place, image, environment, command, mounts } = container;
  const text = image?.text ?? [];
  const runs = runsGateway({
    name,
    image: textWithBlanks(text).trim(),
    imageVariable: unsetVariable(text),
    variables: environment.keys(),
    command,
  });
  if (!runs) return null;
  const conf = confOf(mounts, command, '/', files);
  const launch: Launch = {
    image,
    environment,
    conf: conf.settings,
    unseen: container.unseen ?? conf.unseen,
  };
  const settings = settingsOf(launch);
  const declarative = textGiven(launch, 'declarative_config');
  const isUnset = settings.flavor.text === null && settings.flavor.place === null;
  return {
    id: `${kind}:${place.uri}#${name}`,
    kind,
    name,
    namespace: null,
    place,
    ...settings,
    reads: [...declarativeFiles(mounts, [], declarative, files), ...(conf.uri === null ? [] : [conf.uri])],
    replicas: container.replicas,
    rollout: container.rollout,
    controlled: null,
    insertion: isUnset ? container.insertion : null,
  };
}

/** The router flavor in a container's environment, whether it runs Kong or not. */
export function containerFlavors({ environment }: DeclaredContainer): WrittenFlavor[] {
  const given = environment.get('KONG_ROUTER_FLAVOR');
  return given ? [writtenFlavor('KONG_ROUTER_FLAVOR', given)] : [];
}
