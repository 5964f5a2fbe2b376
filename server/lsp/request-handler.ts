import type { ServerCapabilities } from 'vscode-languageserver';
import type { ClientCapabilities } from './client-capabilities.js';
import type { Session } from './session.js';

/** One request of LSP, or of this server's own, and how it is answered. */
export interface RequestHandler {
  /** What the server says of it when it introduces itself. */
  readonly capabilities?: (client: ClientCapabilities) => ServerCapabilities;
  readonly register: (session: Session) => void;
  /** Called once the client is ready. */
  readonly initialized?: (session: Session) => void;
}
