/** Signs that a container runs Kong Gateway. */

import { imageName, isGatewayImage } from './setting-value.js';

export interface Signs {
  /** What it is called itself. */
  readonly name: string;
  /** The known part of its image. */
  readonly image: string;
  /** The name of the variable that has its image, where no file sets that. */
  readonly imageVariable: string | null;
  /** Names of the variables that are set for it. */
  readonly variables: Iterable<string>;
  /** What it runs: entrypoint, command, and how its health is checked. */
  readonly command: string;
}

/** Variables that nothing but Kong Gateway reads: its clients have others, such as `KONG_ADMIN_URL`. */
const settings =
  /^KONG_(?:(?:ADMIN|ADMIN_GUI|CLUSTER|PROXY|STATUS|STREAM)_LISTEN|(?:ADMIN|PROXY)_(?:ACCESS|ERROR)_LOG|CLUSTER_(?:CERT|CERT_KEY|CONTROL_PLANE|MTLS)|DATABASE|DECLARATIVE_CONFIG|DECLARATIVE_CONFIG_STRING|KONNECT_MODE|NGINX_\w+|PG_HOST|PORT_MAPS|ROLE|ROUTER_FLAVOR|ROUTE_MATCH_CALCULATION|VITALS)$/;

/** Kong as the word that a command begins with, or that is after `&&` in a script. */
const runsKong =
  /(?:^|[\s;&|"'/])kong["']?\s+(?:start|docker-start|restart|reload|prepare|health)\b|docker-start\b/;

/** Images that have Kong's name and run something else. */
const others =
  /(?:^|[-_.])(?:konga|deck|controller|operator|manager|dashboard|migrations?|mesh|map|ui|docs|tests?|client|exporter|logger|admin|postgres|database|db)(?:$|[-_.])/;

/**
 * Whether a container runs Kong Gateway. The image, the command, or settings that only Kong Gateway reads decide:
 * companies build their own images under any name. A container that only migrates a database or creates a certificate
 * does not count.
 */
export function runsGateway({ name, image, imageVariable, variables, command }: Signs): boolean {
  const starts = runsKong.test(command);
  if (runsOnce(command) || (/migrat/i.test(name) && command !== '' && !starts)) return false;
  if (isGatewayImage(image)) return true;
  const called = [imageName(image).split('/').at(-1)!, imageVariable ?? ''];
  const set = [...variables].filter((variable) => settings.test(variable));
  if (starts || called.some(isKongName)) return set.length > 0;
  if (called.join('') === '' || called.some((one) => others.test(one.toLowerCase()))) return false;
  return set.some((variable) => !shared.has(variable));
}

/** Settings that what works on Kong's database has, too. */
const shared: ReadonlySet<string> = new Set(['KONG_DATABASE', 'KONG_PG_HOST']);

const isKongName = (name: string): boolean =>
  /(?:^|[-_.])kong(?:$|[-_.])/i.test(name) && !others.test(name.toLowerCase());

/** `kong migrations up` and the like. */
const runsOnce = (command: string): boolean =>
  /\bkong["']?\s+(?:migrations|hybrid|config|check|version|vault)\b/.test(command) &&
  !/\bkong["']?\s+(?:start|docker-start|restart)\b|\bdocker-start\b/.test(command);
