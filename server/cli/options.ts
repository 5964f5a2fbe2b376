/** Arguments and options that several commands have. */

import { type Command, InvalidArgumentError, Option } from 'commander';
import { type GatewayVersion, parseGatewayVersion } from '../../grammar/index.js';
import type { Settings } from '../protocol/index.js';
import { routeMatchCalculations, routerFlavors } from '../routes/index.js';
import { assumedVersion, defaultSettings } from '../workspace/index.js';
import type { PathOptions } from './documents.js';
import { usageFailures } from './failure-words.js';

export const format = (formats: readonly string[] = ['pretty', 'json']) =>
  new Option('--format <format>', 'output format').choices(formats).default('pretty');
export const flavor = () =>
  new Option('--flavor <flavor>', 'router_flavor of the Gateway')
    .choices(['auto', ...routerFlavors])
    .default(defaultSettings.routerFlavor);
export const gateway = () =>
  new Option('--gateway <version>', 'version of the Gateway, such as 3.9, or auto')
    .argParser((text) => {
      if (text !== 'auto' && !parseGatewayVersion(text))
        throw new InvalidArgumentError(usageFailures.notAVersion);
      return text;
    })
    .default(defaultSettings.gatewayVersion);

export const calculation = () =>
  new Option('--route-match-calculation <calculation>', 'route_match_calculation of the Gateway')
    .choices(['auto', ...routeMatchCalculations])
    .default(defaultSettings.routeMatchCalculation);

export const detect = () => new Option('--no-detect', 'do not detect flavor and version from nearby files');

/** What every command that reads files accepts. */
export const readsFiles = (command: Command): Command =>
  withPathOptions(command.argument('<path...>', pathHelp));

export const withPathOptions = (command: Command): Command =>
  command
    .option('--no-ignore', 'also search files that .gitignore and .kong-routes-ignore exclude')
    .option('--stdin-filename <name>', "file name to use for standard input (the path '-')");

export const pathHelp =
  "files with Kong routes, directories or quoted globs; '!glob' excludes files, '-' is standard input";

export interface FileOptions extends PathOptions {
  readonly format: string;
  readonly flavor?: Settings['routerFlavor'];
  readonly gateway: string;
  readonly detect: boolean;
  readonly routeMatchCalculation?: Settings['routeMatchCalculation'];
}

export const settingsOf = ({ flavor, gateway, routeMatchCalculation }: FileOptions): Settings => ({
  ...defaultSettings,
  gatewayVersion: gateway,
  ...(flavor && { routerFlavor: flavor }),
  ...(routeMatchCalculation && { routeMatchCalculation }),
});

export const versionOf = (text: string): GatewayVersion => parseGatewayVersion(text) ?? assumedVersion;
