/** Commands that send routes to the Admin API. */

import type { Carried } from './carried-parts.js';

export function adminCommands(_text: string, _carried: Carried): void {}
