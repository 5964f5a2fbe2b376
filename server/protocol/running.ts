/** Running Gateways, and what the server asks Admin APIs through the client. */

/** An Admin API to ask. */
export interface AdminNode {
  readonly address: string;
}

/**
 * The request `kongRoutes/ask` of the server to a client that has said `asksAdminApis`: one question to an Admin API over
 * HTTP. The client holds the tokens and sends the one of the address along, so that no message has one. Redirects are not
 * followed.
 */
export interface AdminQuestion {
  /** The Admin API that is asked: the token is the one of this address. `url` begins with it. */
  readonly address: string;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** JSON. */
  readonly body: string | null;
  /** The header of the token, and the text before the token in it. */
  readonly tokenHeader: { readonly name: string; readonly prefix: string };
  /** For the whole exchange, in milliseconds. */
  readonly timeout: number;
  /** Of the answer's body, in bytes. */
  readonly size: number;
}

export type AdminAnswer =
  | {
      readonly status: number;
      /** By their names in lower case. */
      readonly headers: { readonly [name: string]: string };
      readonly body: string;
      readonly hadToken: boolean;
    }
  | { readonly failed: 'time-out' | 'too-large' | 'token-form' }
  /** `code` is that of Node's error. */
  | { readonly failed: 'network'; readonly code: string; readonly message: string };

/** The request `kongRoutes/compareWithRunning`: running gateways with one another, and with the routes of a document. */
export interface RunningParams {
  readonly uri: string | null;
  readonly nodes: readonly AdminNode[];
}

export interface RunningResult {
  readonly report: RunningReport;
  readonly markdown: string;
}

export interface RunningReport {
  /** Every node answered, they fit together, and each has and accepts the routes. */
  readonly agrees: boolean;
  readonly nodes: readonly RunningNode[];
  /** Problems between the nodes. */
  readonly problems: readonly {
    readonly code: string;
    readonly message: string;
    readonly addresses: readonly string[];
  }[];
  /** What was left out of the comparison. */
  readonly notes: readonly string[];
}

export interface RunningNode {
  readonly address: string;
  /** Why the node could not be asked; then there is nothing else. */
  readonly failure: { readonly kind: string; readonly message: string } | null;
  readonly version: string | null;
  readonly flavor: string | null;
  readonly role: string | null;
  /** How many there are. */
  readonly routes: number | null;
  readonly dataPlanes: readonly {
    readonly hostname: string;
    readonly version: string | null;
    /** Not heard of for an hour. */
    readonly gone: boolean;
  }[];
  readonly findings: readonly RunningFinding[];
  readonly notes: readonly string[];
}

export interface RunningFinding {
  readonly kind: /** The node does not have the route. */
    | 'missing'
    /** Only the node has it. */
    | 'extra'
    | 'different'
    /** The node refuses it. */
    | 'refused'
    /** The node and Kong Routes do not say the same of it. */
    | 'disagreement';
  readonly route: string;
  readonly message: string;
  /** What differs, as it would be written; `null` if there is nothing. */
  readonly fields: readonly {
    readonly field: string;
    readonly expected: string | null;
    readonly actual: string | null;
  }[];
  /** Where the route is written. Positions count from zero, in UTF-16 units. */
  readonly place: RunningPlace | null;
}

export interface RunningPlace {
  /** Address of the document; in the terminal, the path of the file. */
  readonly file: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

/** The request `kongRoutes/validateOnRunning`: the verdict of running gateways on the route at a place. */
export interface ValidateParams {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
  readonly nodes: readonly AdminNode[];
}

export interface ValidateResult {
  /** `null` if no route is at the place. */
  readonly route: string | null;
  readonly nodes: readonly ValidatedNode[];
  readonly markdown: string;
}

export interface ValidatedNode {
  readonly address: string;
  readonly failure: { readonly kind: string; readonly message: string } | null;
  readonly version: string | null;
  readonly flavor: string | null;
  /** `null` if the node was not asked about it, or did not say. */
  readonly accepted: boolean | null;
  /** Kong Routes says the same; `null` if it has nothing to say. */
  readonly agrees: boolean | null;
  /** In the node's words, or why it was not asked. */
  readonly messages: readonly string[];
}
