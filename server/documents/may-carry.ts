/** Whether a text may have a Kong document in it, told without reading it. */

import { mayHaveBase64 } from './base64.js';

const routeKey = /\b(?:paths|hosts|methods|headers|snis|sources|destinations|expression)["']?\s*:/;

/** Whether something in a text may be a Kong document, told without reading it. */
export const mayCarry = (text: string): boolean =>
  text.includes('_format_version') || routeKey.test(text) || mayHaveBase64(text);

