/** `kong-routes match`: which route each request goes to. */

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Subsystem } from '../../../grammar/index.js';
import type { RouteDocument } from '../../documents/index.js';
import { type RoutedRequest, requestOfUrl } from '../../flavors/index.js';
import { generatedDocument, manifestSetOfFiles, mayBeManifest } from '../../manifests/index.js';
import type { Gateway } from '../../routes/index.js';
import { matchWarnings, routingTable } from '../../routing/index.js';
import { holdsManifests, textsOf } from '../check/check-manifests.js';
import type { NamedText } from '../check/report.js';
import { askedController, type ControllerOptions, controllerOptions } from '../controller-options.js';
import { eachFile, type FoundFiles } from '../each-file.js';
import { CannotRun, readError } from '../files.js';
import { matchReport, matchRequests, prettyMatches } from '../match.js';
import {
  calculation,
  detect,
  type FileOptions,
  flavor,
  format,
  gateway,
  readsFiles,
  settingsOf,
} from '../options.js';
import { print, say } from '../output.js';
import { readRequests } from '../requests-file.js';

interface MatchOptions extends FileOptions, ControllerOptions {
  readonly subsystem: Subsystem;
  readonly requests?: string;
  readonly url?: string;
  readonly method?: string;
  readonly header: readonly string[];
  readonly scheme?: string;
  readonly sni?: string;
  readonly srcIp?: string;
  readonly srcPort?: number;
  readonly dstIp?: string;
  readonly dstPort?: number;
  readonly trace: boolean;
}

export const matchCommand = (): Command =>
  controllerOptions(readsFiles(new Command('match')))
    .addOption(format())
    .addOption(flavor())
    .addOption(gateway())
    .addOption(calculation())
    .addOption(detect())
    .description('show which route each request matches and what the service receives')
    .addOption(
      new Option('--subsystem <subsystem>', 'router to use').choices(['http', 'stream']).default('http'),
    )
    .option('--requests <file>', "file with a JSON array of requests, or '-' for standard input")
    .option('--url <url>', 'URL of a single request, such as https://example.com/orders?page=2')
    .option('--method <method>', 'with --url: HTTP method (default: GET)')
    .option('--header <name: value>', 'with --url: request header, can be repeated', addTo, [])
    .option('--scheme <scheme>', 'protocol of a single connection: tcp, tls or udp')
    .option('--sni <name>', 'server name sent in the TLS handshake')
    .option('--src-ip <address>', 'IP address of the client')
    .option('--src-port <port>', 'port of the client', portOf)
    .option('--dst-ip <address>', 'IP address on which the Gateway is reached')
    .option('--dst-port <port>', 'port on which the Gateway is reached', portOf)
    .option('--trace', 'with --format json: explain for each route why it matches or not', false)
    .action(async (paths: string[], options: MatchOptions) => {
      const requests = await requestsOf(options);
      const found = await eachFile(
        paths,
        options,
        ({ file, document, known }) => ({ file, document, gateway: known.gateway }),
        (path, _, surroundings) => holdsManifests(path, surroundings),
      );
      const files = await withManifests(found, options);
      const gateway = gatewayOfAll(files);
      const table = routingTable(files, gateway, options.subsystem);
      const matched = matchRequests(table, requests);
      const warnings = matchWarnings(table);
      for (const { route, message } of warnings) say(`${route === null ? '' : `${route}: `}${message}`);
      print(
        options.format === 'json'
          ? `${JSON.stringify(matchReport(table, matched, warnings, options.trace))}\n`
          : prettyMatches(table, matched),
      );
    });

interface MatchedFile {
  readonly file: string;
  readonly document: RouteDocument;
  readonly gateway: Gateway;
}

/** In the place of manifests, the routes that a controller makes of them; all of them are read together. */
async function withManifests(
  { results, passedOver, workspace, surroundings }: FoundFiles<MatchedFile>,
  options: MatchOptions,
): Promise<MatchedFile[]> {
  const sources = options.detect ? workspace : surroundings.withoutGateways();
  const named = results.map(({ file, document }) => ({ file, text: document.text }));
  const manifests = [
    ...named.filter((_, index) => results[index]?.document.kind === null),
    ...(await textsOf(passedOver, sources)),
  ].filter(isManifest);
  const opened = manifests.map(({ file, text }) => ({ uri: uriOf(file), text }));
  const set = manifestSetOfFiles(opened, sources, settingsOf(options), askedController(options));
  if (!set) return [...results];
  const { gateway } = set.known;
  const generated = manifests.map(({ file }) => {
    const document = generatedDocument(set.translation, gateway.flavor, uriOf(file));
    return { file, document, gateway };
  });
  return [...results.filter(({ file }) => !manifests.some((one) => one.file === file)), ...generated];
}

const uriOf = (file: string): string => pathToFileURL(resolve(file)).href;

/** Standard input has no name that tells its format. */
const isManifest = ({ file, text }: NamedText): boolean =>
  mayBeManifest({ uri: /\.(?:ya?ml|json)$/i.test(file) ? file : `${file}.yaml`, text });

const addTo = (value: string, values: readonly string[]): string[] => [...values, value];

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('Enter a port number up to 65535.');
  return port;
}

async function requestsOf(options: MatchOptions): Promise<RoutedRequest[]> {
  const { requests: file, url, scheme, subsystem } = options;
  const given = [file, url, scheme].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw new CannotRun("no requests: add '--requests <file>', '--url <url>' or '--scheme <scheme>'");
  if (file !== undefined) return readRequests(await textOf(file), file === '-' ? '<stdin>' : file, subsystem);
  const { sni, srcIp, srcPort, dstIp, dstPort } = options;
  const more = {
    ...(sni !== undefined && { sni }),
    ...(srcIp !== undefined && { srcIp }),
    ...(srcPort !== undefined && { srcPort }),
    ...(dstIp !== undefined && { dstIp }),
    ...(dstPort !== undefined && { dstPort }),
  };
  if (url === undefined) return [{ scheme: scheme!, ...more }];
  const { host, ...headers } = headersOf(options.header);
  const request = requestOfUrl(url, {
    ...more,
    ...(options.method !== undefined && { method: options.method }),
    ...(host && { host: host[0]! }),
    headers,
  });
  if (!request) throw new CannotRun(`'${url}' is not an absolute http or https URL`);
  return [request];
}

async function textOf(file: string): Promise<string> {
  if (file !== '-') {
    return readFile(file, 'utf8').catch((error: unknown) => {
      throw new CannotRun(readError(error), file);
    });
  }
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString('utf8');
}

/** By their names in lower case. */
function headersOf(written: readonly string[]): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (const header of written) {
    const colon = header.indexOf(':');
    if (colon < 1) throw new CannotRun(`'${header}' is not a header: write 'name: value'`);
    const name = header.slice(0, colon).trim().toLowerCase();
    headers[name] = [...(headers[name] ?? []), header.slice(colon + 1).trim()];
  }
  return headers;
}

/** The files are one table only if one Gateway reads them. */
function gatewayOfAll(files: readonly { readonly gateway: Gateway }[]): Gateway {
  const [first] = files;
  if (!first) throw new CannotRun('no routes found: name a file with Kong routes');
  if (files.some(({ gateway }) => JSON.stringify(gateway) !== JSON.stringify(first.gateway))) {
    throw new CannotRun('the files are read by different Gateways: choose one with --flavor and --gateway');
  }
  return first.gateway;
}
