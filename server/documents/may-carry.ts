/** Whether a text may have a Kong document in it, determined without reading it. */

import { mayHaveBase64 } from './base64.js';
import type { DocumentFormat } from './document.js';
import { mayBeKongs } from './recognise.js';

const routeKey = /\b(?:paths|hosts|methods|headers|snis|sources|destinations|expression)["']?\s*:/;

/** Whether something in a text may be a Kong document, determined without reading it. */
export const mayCarry = (text: string): boolean =>
  text.includes('_format_version') || routeKey.test(text) || mayHaveBase64(text);

/** Whether there may be commands for the Admin API in a text. */
export const mayHaveCommands = (text: string): boolean => /\/routes\b|\/config\b/.test(text);

/** Whether there may be requests to the Admin API that are written as data: an address, and what is sent. */
export const mayHaveRequests = (text: string): boolean =>
  /\/routes\b/.test(text) && /\burl["']?\s*:/.test(text) && /\b(?:body|postData)["']?\s*:/.test(text);

/** Whether anything in a file may be Kong's routes, determined without reading it. */
export const mayHaveRoutes = (text: string, format: DocumentFormat = 'yaml'): boolean =>
  ((format === 'hcl' || format === 'hcl-json') && mayBeKongs(text, format)) ||
  text.includes('_format_version') ||
  mayHaveBase64(text) ||
  (routeKey.test(text) && mayBeKongs(text)) ||
  mayHaveRequests(text) ||
  (mayHaveCommands(text) && adminCommand.test(text));

/** A client, and on the same line or a line that goes on from it the path of routes. */
const adminCommand =
  /\b(?:curl|https?|xh|wget|Invoke-(?:RestMethod|WebRequest))\b(?:[^\n]|\\\n|`\n)*\/(?:routes|config)\b|^\s*(?:POST|PUT|PATCH)\s+\S*\/(?:routes|config)\b/im;
