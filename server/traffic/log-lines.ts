/** Lines of logs as requests, whatever the log is. */

import { type AccessLogFormat, type AssumedRequest, accessLogFormat, knownFormats } from './access-log.js';
import { type LoggedRequest, requestOfKongLog } from './kong-log.js';

export type LogReader = (line: string) => LoggedRequest | null;

/** Lines of JSON as Kong's logging plugins write them. */
export const kongLogReader: LogReader = (line) => {
  if (!line.startsWith('{')) return null;
  try {
    return requestOfKongLog(JSON.parse(line));
  } catch {
    return null;
  }
};

/** @param format of nginx; see `accessLogFormat` */
export const accessLogReader =
  (format: AccessLogFormat, assumed: AssumedRequest): LogReader =>
  (line) => {
    const request = format.read(line, assumed);
    return request && { request, route: undefined, redacted: [] };
  };

/** The formats that are tried for a log if none is given. */
const tried = ['kong', 'combined', 'vhost', 'common'] as const;

export interface DetectedLog {
  readonly reader: LogReader;
  /** `kong-json`, or the name of a format of nginx. */
  readonly name: string;
  /** `null` for JSON. */
  readonly format: AccessLogFormat | null;
}

/** By a line of the log. @returns `null` if no reader reads it */
export function detectLog(line: string, assumed: AssumedRequest): DetectedLog | null {
  if (kongLogReader(line)) return { reader: kongLogReader, name: 'kong-json', format: null };
  for (const name of tried) {
    const format = accessLogFormat(knownFormats[name]!)!;
    if (format.read(line, assumed)) return { reader: accessLogReader(format, assumed), name, format };
  }
  return null;
}
