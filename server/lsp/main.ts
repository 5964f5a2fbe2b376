/** The process that an editor starts; the arguments say how the two talk (`--node-ipc`, `--stdio`, …). */

import { serveByArguments } from './index.js';

serveByArguments();
