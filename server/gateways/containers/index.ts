/** Gateways in containers, units and apps that other tools start: ECS, Ansible, pipelines, `docker run`, systemd, Fly.io, Nomad, scripts. */

import { FilesByUri, type SourceFile } from '../../text/index.js';
import type { Found } from '../model/index.js';
import { ansibleContainers } from './ansible-tasks.js';
import { containerFlavors, containerGateway, type DeclaredContainer } from './container-gateway.js';
import { flyContainers } from './fly-config.js';
import { nomadContainers } from './nomad-jobs.js';
import { runContainers } from './run-commands.js';
import { scriptContainers } from './start-scripts.js';
import { unitContainers } from './systemd-units.js';
import { taskDefinitionContainers } from './task-definitions.js';
import { workflowContainers } from './workflow-services.js';

export { containerFlavors, containerGateway, type DeclaredContainer } from './container-gateway.js';
export { variablesOf } from './container-parts.js';
export { hasCommands } from './run-commands.js';
export { type ShellWord, wordsAt, wordText } from './shell-words.js';
export { ecsContainers } from './task-definitions.js';

/** @param files all of the workspace that may configure gateways; those that are of another kind are passed over */
export function containerGateways(files: readonly SourceFile[]): Found {
  const byUri = new FilesByUri(files);
  const containers = files
    .filter(({ text }) => /kong/i.test(text))
    .flatMap((file) => containersIn(file, byUri));
  const found = containers.flatMap((container) => {
    const gateway = containerGateway(container, byUri);
    return gateway ? [{ container, gateway }] : [];
  });
  return {
    gateways: withUniqueIds(found.map(({ gateway }) => gateway)),
    sets: [],
    written: containers.flatMap(containerFlavors),
  };
}

const containersIn = (file: SourceFile, files: FilesByUri): DeclaredContainer[] => [
  ...taskDefinitionContainers(file),
  ...workflowContainers(file),
  ...ansibleContainers(file),
  ...runContainers(file, files),
  ...unitContainers(file, files),
  ...flyContainers(file),
  ...nomadContainers(file),
  ...scriptContainers(file),
];

/** A file may start two containers of one name. */
function withUniqueIds(gateways: Found['gateways']): Found['gateways'] {
  const seen = new Map<string, number>();
  return gateways.map((gateway) => {
    const count = (seen.get(gateway.id) ?? 0) + 1;
    seen.set(gateway.id, count);
    return count === 1 ? gateway : { ...gateway, id: `${gateway.id}~${count}` };
  });
}
