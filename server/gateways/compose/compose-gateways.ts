/** Gateways in compose files, with their environment files and the Dockerfiles that they build. */

import { FilesByUri, type SourceFile, uriKey } from '../../text/index.js';
import type { DeclaredGateway, Found } from '../model/index.js';
import { declarativeFiles, runsGateway, settingsOf, textGiven } from '../settings/index.js';
import { textWithBlanks, unsetVariable } from '../sources/index.js';
import { composeFlavors, envFileFlavors } from './compose-flavors.js';
import { flavorInsertion } from './flavor-insertion.js';
import { projectsIn } from './project.js';
import { startedService } from './service.js';
import { type ComposeGateway, composeSets } from './service-sets.js';

/** @param files all of the workspace that may configure gateways; those that are of another kind are passed over */
export function composeGateways(files: readonly SourceFile[]): Found & {
  /** `uriKey` of the Dockerfiles that services are built by. */
  readonly built: ReadonlySet<string>;
} {
  const byUri = new FilesByUri(files);
  const projects = projectsIn(files, byUri);
  const started = projects.flatMap((project) =>
    project.services.map((service) => ({
      project,
      service,
      started: startedService(service, project, byUri),
    })),
  );
  const gateways = started.flatMap((one) => {
    const gateway = gatewayOf(one, byUri);
    return gateway ? [{ ...one, gateway }] : [];
  });
  const built = started.flatMap(({ started: { dockerfile } }) => (dockerfile ? [uriKey(dockerfile)] : []));
  return {
    gateways: gateways.map(({ gateway }) => gateway),
    sets: composeSets(gateways, projects),
    written: [
      ...composeFlavors(projects),
      ...envFileFlavors(
        files,
        started.flatMap(({ started }) => started.envFiles),
      ),
    ],
    built: new Set(built),
  };
}

function gatewayOf(
  { project, service, started }: Omit<ComposeGateway, 'gateway'>,
  files: FilesByUri,
): DeclaredGateway | null {
  const { launch, command, mounts, copies, conf, replicas, rollout } = started;
  const image = launch.image?.text ?? [];
  const runs = runsGateway({
    name: service.name,
    image: textWithBlanks(image).trim(),
    imageVariable: unsetVariable(image),
    variables: launch.environment.keys(),
    command,
  });
  if (!runs) return null;
  const settings = settingsOf(launch);
  const declarative = textGiven(launch, 'declarative_config');
  return {
    id: `compose-service:${service.place.uri}#${service.name}`,
    kind: 'compose-service',
    name: service.name,
    namespace: null,
    place: service.place,
    ...settings,
    reads: [...declarativeFiles(mounts, copies, declarative, files), ...(conf === null ? [] : [conf])],
    replicas,
    rollout,
    controlled: null,
    insertion: flavorInsertion(service, settings.flavor, project),
  };
}
