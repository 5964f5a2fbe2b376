import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './server.js';

/** Serves an editor over standard input and output until it ends. */
export const serveStdio = (): void =>
  serve(createConnection(ProposedFeatures.all, process.stdin, process.stdout));
