/** What is typed into a shell to bring a change to gateways, and to see that it has arrived. */

import { type DeclaredGateway, isTerraform } from '../../gateways/index.js';
import type { Gateway } from '../../routes/index.js';
import { folderOf, shellWord } from '../../text/index.js';
import type { Places } from '../line-places.js';

const namespaceOf = ({ namespace }: DeclaredGateway) =>
  namespace === null ? '' : ` -n ${shellWord(namespace)}`;

const resourceOf = ({ kind, name }: DeclaredGateway): string => `${kind}/${shellWord(name)}`;

/** With kustomize where that is what the folder is for. */
function kubectlApply({ place }: DeclaredGateway, places: Places): string {
  const folder = folderOf(place.uri);
  const isKustomized = ['kustomization.yaml', 'kustomization.yml'].some((name) => places.has(folder + name));
  if (!isKustomized) return `kubectl apply -f ${shellWord(places.fileName(place.uri))}`;
  const path = places.fileName(folder).replace(/\/$/, '');
  return `kubectl apply -k ${shellWord(path === '' ? '.' : path)}`;
}

function terraformApply({ place }: DeclaredGateway, places: Places): string {
  const path = places.fileName(folderOf(place.uri)).replace(/\/$/, '');
  return path === '' || path === '.' ? 'terraform apply' : `terraform -chdir=${shellWord(path)} apply`;
}

const isTaskDefinition = ({ place }: DeclaredGateway): boolean => place.uri.endsWith('.json');

/**
 * Brings settings that are written in files to the processes, one gateway after the other.
 *
 * @param chart of a release; `null` if it is not known
 * @param what `settings`: the file that declares the gateway has changed; `routes`: only a file that it reads
 */
export function applyCommands(
  gateway: DeclaredGateway,
  places: Places,
  chart: string | null,
  what: 'settings' | 'routes' = 'settings',
): string[] {
  const file = shellWord(places.fileName(gateway.place.uri));
  const name = shellWord(gateway.name);
  if (isTerraform(gateway.place.uri)) return [terraformApply(gateway, places)];
  switch (gateway.kind) {
    case 'compose-service':
      // Compose makes a container anew where its own settings changed, not where a mounted file did.
      return [`docker compose -f ${file} up -d ${what === 'routes' ? '--force-recreate ' : ''}${name}`];
    case 'deployment':
    case 'daemonset':
    case 'statefulset':
      return [
        `${kubectlApply(gateway, places)}${namespaceOf(gateway)}`,
        ...(what === 'routes'
          ? [`kubectl rollout restart ${resourceOf(gateway)}${namespaceOf(gateway)}`]
          : []),
        `kubectl rollout status ${resourceOf(gateway)}${namespaceOf(gateway)}`,
      ];
    case 'pod':
      return [`kubectl replace --force -f ${file}${namespaceOf(gateway)}`];
    case 'helm-release':
      // A script has the command itself, with its files and options.
      if (!/\.(?:ya?ml|json|gotmpl|tpl)$/i.test(gateway.place.uri))
        return [`# Run the helm command in ${places.fileName(gateway.place.uri)} again.`];
      return [`helm upgrade ${name} ${chart ?? '<chart>'} -f ${file}${namespaceOf(gateway)}`];
    case 'dataplane':
    case 'gateway-configuration':
      return [`${kubectlApply(gateway, places)}${namespaceOf(gateway)}`];
    case 'kong.conf':
      return [`kong restart -c ${file}`];
    case 'dockerfile':
      return [`docker build -f ${file} -t <image> . && docker push <image>`];
    case 'ecs-task':
      return isTaskDefinition(gateway)
        ? [`aws ecs register-task-definition --cli-input-json file://${file}`]
        : [`aws cloudformation deploy --template-file ${file} --stack-name <stack>`];
    case 'ansible-task':
      return [`ansible-playbook ${file}`];
    case 'systemd-unit':
      return ['systemctl daemon-reload', `systemctl restart ${name}`];
    case 'fly-app':
      return [`fly deploy -c ${file}`];
    case 'nomad-task':
      return [`nomad job run ${file}`];
    case 'docker-run':
    case 'start-script':
    case 'pipeline-service':
    case 'terraform-container':
      // The file has the command that starts it, or the pipeline does.
      return [];
  }
}

/** Kong writes what it runs with next to its prefix (Kong/kong `kong/cmd/utils/prefix_handler.lua`, `.kong_env`). */
const grep = `sh -c 'grep ^router_flavor "\${KONG_PREFIX:-/usr/local/kong}/.kong_env"'`;

/** Prints `router_flavor = …` as a process has it; `null` if only the Admin API shows it. */
export function flavorCommand(gateway: DeclaredGateway, places: Places): string | null {
  const name = shellWord(gateway.name);
  switch (gateway.kind) {
    case 'compose-service':
      return `docker compose -f ${shellWord(places.fileName(gateway.place.uri))} exec ${name} ${grep}`;
    case 'deployment':
    case 'daemonset':
    case 'statefulset':
    case 'pod':
      return `kubectl exec ${resourceOf(gateway)}${namespaceOf(gateway)} -- ${grep}`;
    case 'dataplane':
      // The operator puts the name of the DataPlane into the label `app` of what it makes
      // (Kong/kong-operator `pkg/utils/kubernetes/resources/deployments.go`).
      return `kubectl get deployments -l app=${name}${namespaceOf(gateway)} -o yaml | grep -A 1 KONG_ROUTER_FLAVOR`;
    default:
      return null;
  }
}

export const adminFlavorCommand = "curl -s $ADMIN/ | jq -r '.configuration.router_flavor'";

/** The Admin API shows at most 1000 at once (Kong/kong `kong/api/endpoints.lua`, `max_page_size`). */
export const routeCountCommand = `curl -s "$ADMIN/routes?size=1000" | jq '.data | length'`;

/** Asks a Gateway of the new kind to read a file, without starting one (Kong/kong `kong/cmd/config.lua`). */
export function parseCommand(file: string, { flavor }: Gateway, image: string): string {
  return `docker run --rm -e KONG_DATABASE=off -e KONG_ROUTER_FLAVOR=${flavor} -v "$PWD/${file}:/kong.yml:ro" ${shellWord(image)} kong config parse /kong.yml`;
}

export const checkCommand = (files: readonly string[], { flavor, version }: Gateway): string =>
  `kong-routes check ${files.map(shellWord).join(' ')} --flavor ${flavor} --gateway ${version.join('.')}`;

/**
 * The image that a gateway runs, in another version where that changes.
 *
 * @param otherwise the version where no image is written
 */
export function imageOf({ version }: DeclaredGateway, wanted: string | null, otherwise: string): string {
  const written = version.origin.kind === 'image' ? version.origin.image : null;
  if (written === null) return `kong:${wanted ?? otherwise}`;
  return wanted === null || version.text === null ? written : written.replace(version.text, wanted);
}
