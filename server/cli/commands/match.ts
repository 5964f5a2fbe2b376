/** `kong-routes match`: which route each request goes to. */

import { Command, InvalidArgumentError, Option } from 'commander';
import type { Subsystem } from '../../../grammar/index.js';
import { type RoutedRequest, requestOfUrl } from '../../flavors/index.js';
import {
  gatewaysOfEachFlavor,
  type MatchWarning,
  matchWarnings,
  type RoutingTable,
  routingTable,
} from '../../routing/index.js';
import { readRequestText, requestProblemWords } from '../../traffic/index.js';
import { type ControllerOptions, controllerOptions } from '../controller-options.js';
import { usageFailures } from '../failure-words.js';
import { CannotRun, readError } from '../files.js';
import { type MatchedRequest, matchReport, matchRequests, prettyMatches } from '../match.js';
import { calculation, detect, type FileOptions, flavor, format, gateway, readsFiles } from '../options.js';
import { json, print, printRemark, printText } from '../output.js';
import { readRegularText } from '../regular-file.js';
import { readRequests } from '../requests-file.js';
import { readTableSource } from '../table-source.js';

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
  readonly request?: string;
  readonly trace: boolean;
  readonly eachFlavor: boolean;
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
    .option(
      '--request <text>',
      "a single request as a curl command, HAR entry or log line; '-' for standard input",
    )
    .option('--method <method>', 'with --url: HTTP method (default: GET)')
    .option('--header <name: value>', 'with --url: request header, can be repeated', addTo, [])
    .option('--scheme <scheme>', 'protocol of a single connection: tcp, tls or udp')
    .option('--sni <name>', 'server name sent in the TLS handshake')
    .option('--src-ip <address>', 'IP address of the client')
    .option('--src-port <port>', 'port of the client', portOf)
    .option('--dst-ip <address>', 'IP address on which the Gateway is reached')
    .option('--dst-port <port>', 'port on which the Gateway is reached', portOf)
    .option('--trace', 'explain for each route, term by term, why it matches or not', false)
    .option('--each-flavor', 'answer for each router flavor', false)
    .action(async (paths: string[], options: MatchOptions) => {
      const requests = await requestsOf(options);
      const { files, gateway } = await readTableSource(paths, options);
      const gateways = options.eachFlavor ? gatewaysOfEachFlavor(gateway) : [gateway];
      const answers = gateways.map((one) => answerOf(routingTable(files, one, options.subsystem), requests));
      for (const { table, warnings } of answers) {
        const flavor = options.eachFlavor ? `${table.gateway.flavor}: ` : '';
        for (const { route, message } of warnings) {
          printRemark(`${flavor}${route === null ? '' : `${route}: `}${message}`);
        }
      }
      if (options.format === 'json') print(json(reportOf(answers, options)));
      else printText(prettyOf(answers, options));
    });

interface Answer {
  readonly table: RoutingTable;
  readonly matched: readonly MatchedRequest[];
  readonly warnings: readonly MatchWarning[];
}

const answerOf = (table: RoutingTable, requests: readonly RoutedRequest[]): Answer => ({
  table,
  matched: matchRequests(table, requests),
  warnings: matchWarnings(table),
});

/** With `--each-flavor` one report for each, under `flavors`. */
function reportOf(answers: readonly Answer[], { trace, eachFlavor }: MatchOptions) {
  const reports = answers.map(({ table, matched, warnings }) => ({
    ...(eachFlavor && { flavor: table.gateway.flavor, gateway: table.gateway.version.join('.') }),
    ...matchReport(table, matched, warnings, trace),
  }));
  return eachFlavor ? { flavors: reports } : reports[0];
}

const prettyOf = (answers: readonly Answer[], { trace, eachFlavor }: MatchOptions): string =>
  answers
    .map(({ table, matched }) => {
      const title = `${table.gateway.flavor} ${table.gateway.version.join('.')}`;
      return (eachFlavor ? `${title}\n` : '') + prettyMatches(table, matched, trace);
    })
    .join('\n');

const addTo = (value: string, values: readonly string[]): string[] => [...values, value];

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError(usageFailures.notAPort);
  return port;
}

async function requestsOf(options: MatchOptions): Promise<RoutedRequest[]> {
  const { requests: file, url, scheme, subsystem } = options;
  const given = [file, url, scheme, options.request].filter((one) => one !== undefined);
  if (given.length !== 1) throw new CannotRun(usageFailures.requestsMissing);
  if (options.request !== undefined) return [await writtenRequest(options.request, subsystem)];
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
  if (!request) throw new CannotRun(usageFailures.notAUrl(url));
  return [request];
}

async function writtenRequest(text: string, subsystem: Subsystem): Promise<RoutedRequest> {
  const read = readRequestText(text === '-' ? await textOf(text) : text, subsystem);
  if (read.problem) throw new CannotRun(requestProblemWords(read.problem));
  return read.value;
}

async function textOf(file: string): Promise<string> {
  if (file !== '-') {
    return readRegularText(file).catch((error: unknown) => {
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
    if (colon < 1) throw new CannotRun(usageFailures.notAHeader(header));
    const name = header.slice(0, colon).trim().toLowerCase();
    headers[name] = [...(headers[name] ?? []), header.slice(colon + 1).trim()];
  }
  return headers;
}
