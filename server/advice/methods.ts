/** Methods that no client sends: words for all of them, and slips of the pen. Source: the IANA registry of methods. */

import { distance } from 'fastest-levenshtein';
import { type FieldLint, removeField, writeItems } from './advice.js';

const common = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'];
const others = new Set(
  'ACL BIND CHECKIN CHECKOUT COPY LABEL LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL MKREDIRECTREF MKWORKSPACE MOVE ORDERPATCH PRI PROPFIND PROPPATCH PURGE QUERY REBIND REPORT SEARCH SUBSCRIBE UNBIND UNCHECKOUT UNLINK UNLOCK UNSUBSCRIBE UPDATE UPDATEREDIRECTREF VERSION BAN REFRESH NOTIFY'.split(
    ' ',
  ),
);
const forAll = new Set(['ANY', 'ALL', 'EVERY', 'HTTP']);

export const methods: FieldLint = ({ route: { methods: written = [] } }) =>
  written.flatMap((method, i) => {
    if (common.includes(method) || others.has(method)) return [];
    const path = ['methods', i];
    if (forAll.has(method)) {
      const change = written.length === 1 ? removeField('methods') : null;
      return [{ code: 'method-unusual', args: { method, meant: 'all' }, path, ...(change && { change }) }];
    }
    const meant = common.find((one) => distance(one, method) === 1 || isTransposed(one, method)) ?? null;
    if (meant === null) return [];
    return [{ code: 'method-unusual', args: { method, meant }, path, change: writeItems(path, [meant]) }];
  });

/** Two neighbours have changed places. */
const isTransposed = (one: string, other: string): boolean =>
  one.length === other.length &&
  distance(one, other) === 2 &&
  [...one].sort().join() === [...other].sort().join();
