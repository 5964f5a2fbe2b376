/** The process that an editor starts; the arguments say how the two talk (`--node-ipc`, `--stdio`, …). */

import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './server.js';
import { serveStdio } from './stdio.js';

if (process.argv.includes('--stdio')) serveStdio();
else serve(createConnection(ProposedFeatures.all));
