/** The Gateway of a document, and places in files. */

/**
 * The request `kongRoutes/gatewayOfDocument` about an open document; answered with `null` if it has nothing to do with
 * a Gateway. The notification `kongRoutes/gatewayChanged`: answers may have changed.
 */
export interface GatewayOfDocumentParams {
  readonly uri: string;
}

export interface DocumentGateway {
  /** `false` for a file that declares gateways. */
  readonly hasRoutes: boolean;
  /** `expressions · 3.9.1`, or `2 gateways`. */
  readonly label: string;
  /** What each value is and where it comes from, in Markdown with links. */
  readonly details: string;
  /** Whether gateways leave a value open: because they differ, or because only the running process will know. */
  readonly isOpen: boolean;
  /** Whether settings of the editor say what it is. */
  readonly isSet: boolean;
  /** Where its values are set. */
  readonly places: readonly GatewayPlace[];
  /** The gateways of the workspace that it may be for, the likely ones first. */
  readonly gateways: readonly GatewayChoice[];
}

export interface GatewayPlace {
  readonly value: 'flavor' | 'version';
  /** `docker-compose.yml:94, service kong`. */
  readonly label: string;
  readonly uri: string;
  readonly range: TextRange;
}

/** As in LSP. */
export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

export interface GatewayChoice {
  /** `service kong`. */
  readonly label: string;
  /** `expressions · 3.9.1, docker-compose.yml`. */
  readonly description: string;
  /** For `gateway` in `kongRoutes.gateways`. */
  readonly reference: string;
}
