/** What client and server say to each other beyond LSP: types only. */

/** The values of Kong's `router_flavor`. */
export type RouterFlavor = 'traditional' | 'traditional_compatible' | 'expressions';

/** The settings of the section `kongRoutes`, as `workspace/configuration` answers them. */
export interface Settings {
  readonly routerFlavor: 'auto' | RouterFlavor;
  /** Such as `3.9` or `3.4.1`, or `auto`. */
  readonly gatewayVersion: string;
  readonly routeMatchCalculation: 'auto' | 'original' | 'strict';
  readonly gateways: readonly GatewayOfRoutes[];
  /** What reads Kubernetes manifests: `auto`, or `kic` or `operator`, with a version where it is not the newest: `kic@3.4.12`. */
  readonly kubernetesController: string;
  /** Addresses of Admin APIs, as they are written. */
  readonly adminApi: readonly string[];
  /** The severity of advice by code; `off` disables it. */
  readonly lints: { readonly [code: string]: 'off' | 'hint' | 'information' | 'warning' };
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
}

/**
 * An entry of `kongRoutes.gateways`: the Gateway of some files of routes. A flavor or a version that is given here goes
 * before what the file of the Gateway says.
 */
export interface GatewayOfRoutes {
  /** A glob, from the workspace folder. */
  readonly routes: string;
  /** The file, from the workspace folder, and the name in it: `docker/compose.yml#kong`. */
  readonly gateway?: string;
  readonly flavor?: RouterFlavor;
  readonly version?: string;
}

/** What a client says when it introduces itself. */
export interface InitializationOptions {
  /** Whether it wants the notification `kongRoutes/gatewayChanged`. */
  readonly gatewayChanged?: boolean;
  /** Whether it has the command `kongRoutes.copyAsCurl`. */
  readonly copiesCurl?: boolean;
  /** Whether it has the command `kongRoutes.tryRequest`. */
  readonly triesRequests?: boolean;
  /** Whether it answers the request `kongRoutes/ask`. Without, the server itself asks Admin APIs, and without a token. */
  readonly asksAdminApis?: boolean;
  /** Whether it answers `kongRoutes/kindOfFile`, `kongRoutes/listFiles` and `kongRoutes/readFile`. */
  readonly readsFiles?: boolean;
}

/**
 * The server asks for files that it cannot read itself: those of virtual workspaces, and in a browser all.
 * `kongRoutes/kindOfFile` is answered with what the URI names, or `null`; `kongRoutes/listFiles` with what is in a folder.
 */
export interface EditorFileParams {
  readonly uri: string;
}

export interface EditorEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

/** The request `kongRoutes/readFile`; answered with the text, or with `null` if it is larger or not UTF-8. */
export interface ReadEditorFileParams {
  readonly uri: string;
  readonly mostBytes: number;
}

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

/** How routes are written: with expressions, or with traditional fields. */
export type Style = 'expressions' | 'traditional';

/**
 * `workspace/executeCommand` with the command `kongRoutes.convert`: converts routes through one workspace edit and
 * answers a `ConvertSummary`.
 */
export interface ConvertArguments {
  readonly uris: readonly string[];
  readonly to: Style;
  /** Only the route at this place, in the one document named. */
  readonly at?: { readonly line: number; readonly character: number };
}

export interface ConvertSummary {
  /** `false` if the edit was discarded, cancelled or empty. */
  readonly applied: boolean;
  readonly converted: readonly ConvertedRoute[];
  readonly leftAlone: readonly { readonly uri: string; readonly route: string; readonly reason: string }[];
  /** What both routers say of each file in which something is converted. */
  readonly verifications: readonly {
    readonly uri: string;
    readonly kind: 'equal' | 'different' | 'not-verified';
    readonly message: string;
  }[];
}

export interface ConvertedRoute {
  readonly uri: string;
  readonly route: string;
  /** What to know about it. */
  readonly notes: readonly string[];
}

/** The request `kongRoutes/preview`: a document with all of its routes in another style. */
export interface PreviewParams {
  readonly uri: string;
  readonly to: Style;
  /** Of a manifest: the flavor for which the controller makes routes. */
  readonly flavor?: RouterFlavor;
}

/** The request `kongRoutes/previewSource`: the object that a route of the preview of a manifest is made of, as a location of LSP. */
export interface PreviewSourceParams {
  readonly uri: string;
  readonly flavor: RouterFlavor;
  /** In the preview. */
  readonly position: TextPosition;
}

export interface PreviewResult {
  readonly text: string;
  /** Whether it is made of the document by a controller: then comparing the two says nothing. */
  readonly isGenerated?: true;
  readonly leftAlone: readonly { readonly route: string; readonly reason: string }[];
  /** What both routers say of the whole table; `null` if nothing is converted. */
  readonly verification?: string | null;
}

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
  /** Where the token goes, with what is written before it. */
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

/** How a route is sent: as JSON, or as `multipart/form-data`. */
export type CurlForm = 'json' | 'form';

/** The request `kongRoutes/curl`: the shell command that creates the route at a place at the first of `kongRoutes.adminApi`. */
export interface CurlParams {
  readonly uri: string;
  readonly position: TextPosition;
  readonly form: CurlForm;
}

/** The answer; `null` if there is no such document. */
export interface CurlResult {
  /** `null` if no route is at the place. */
  readonly route: string | null;
  readonly command: string | null;
  /** Why there is no command, in one line. */
  readonly refused: string | null;
  /** What to know about the command. */
  readonly notes: readonly string[];
}

/** A change of the router flavor of what a workspace folder holds. */
export interface PlanTarget {
  /** Address of the folder. */
  readonly folder: string;
  /** A flavor, with a version of the Gateway after `@` if that changes; `null`: what the files show. */
  readonly from: string | null;
  readonly to: string;
  /** Of the command `kongRoutes.applyPlan`: write although decisions are open. */
  readonly force?: boolean;
}

/** The request `kongRoutes/runningFlavors`: what the gateways of a workspace folder run with, as its files show. */
export interface RunningFlavorsParams {
  readonly folder: string;
}

export interface RunningFlavor {
  readonly flavor: string;
  readonly gateways: readonly string[];
  /** `compose.yaml:12`. */
  readonly place: string;
}

/** The request `kongRoutes/planFlavorChange`; answered with `null` if it was cancelled. */
export type PlanParams = PlanTarget;

export interface PlanResult {
  /** Why there is no plan, in one line. */
  readonly refused: string | null;
  readonly page: PlanPage | null;
}

export interface PlanPage extends Page {
  /** How many edits of files `kongRoutes.applyPlan` would make. */
  readonly changes: number;
  /** How many points need a person. */
  readonly decisions: number;
}

/**
 * `workspace/executeCommand` with the command `kongRoutes.applyPlan` and a `PlanTarget`: writes the conversions and
 * settings of the plan through one workspace edit and answers an `ApplyPlanSummary`.
 */
export interface ApplyPlanSummary {
  /** `false` if the edit was discarded, cancelled or empty, or where decisions are open and nothing forces it. */
  readonly applied: boolean;
  readonly changes: number;
  /** What a person still has to do or decide: `kong.yml:5: …`. */
  readonly left: readonly string[];
}

/** The request `kongRoutes/planTables`: the routes of the folder in both forms; `null` if it was cancelled. */
export interface PlanTablesResult {
  readonly refused: string | null;
  readonly tables: readonly PlanTable[];
}

export interface PlanTable {
  /** The flavor, then the path of the file from the folder. */
  readonly path: string;
  readonly text: string;
  /** Names of routes that the flavor rejects as written. */
  readonly refused: readonly string[];
}

/**
 * A page for a panel: HTML for its body, in which links are addresses of files, with `#L12,5` for a place; and the same as
 * Markdown for a file in the folder, where links are paths from there.
 */
export interface Page {
  /** Without Markdown. */
  readonly title: string;
  readonly body: string;
  readonly style: string;
  readonly markdown: string;
}

/** The request `kongRoutes/tryRequest`: which route a request goes to, under each router flavor, and why. */
export interface TryRequestParams {
  /** Of a document with routes. */
  readonly uri: string;
  /** A URL, a curl command, a HAR entry, a line of a log, or JSON as `kong-routes match` reads it. */
  readonly request: string;
}

export interface TryRequestResult {
  /** Why there is no answer, in one line; then there is nothing else. */
  readonly refused: string | null;
  readonly page: Page | null;
  /** One for each flavor, that of the document's own Gateway first. */
  readonly answers: readonly TriedRequest[];
  /** What each value of the document's routes is for the request, under the flavor of its own Gateway. */
  readonly values: readonly TriedValue[];
}

export interface TriedRequest {
  readonly flavor: string;
  readonly version: string;
  /** The name of the route, else its id, else its place; `null` for none. */
  readonly route: string | null;
  /** Those that match, in the order in which they are evaluated. */
  readonly candidates: readonly string[];
  /** What the service gets, as a URL; `null` if nothing is sent to a service. */
  readonly upstream: string | null;
  /** In one line. */
  readonly outcome: string;
}

export interface TriedValue {
  readonly range: TextRange;
  readonly result: 'true' | 'false' | 'undecided' | 'not-evaluated';
  /** `"/orders/7": true`. */
  readonly text: string;
}

/** The request `kongRoutes/routeTests`: the route tests in a file (`*.kong-test.yaml`); `null` if it cannot be read. */
export interface RouteTestsParams {
  readonly uri: string;
}

export interface RouteTestsResult {
  readonly tests: readonly RouteTestItem[];
  readonly problems: readonly { readonly message: string; readonly range: TextRange }[];
}

export interface RouteTestItem {
  readonly name: string;
  readonly range: TextRange;
  /** As JSON, which `kongRoutes/tryRequest` reads. */
  readonly request: string;
}

/** The request `kongRoutes/runRouteTests`: runs all tests of a file, which is hardly slower than running one. */
export interface RunRouteTestsParams extends RouteTestsParams {
  readonly coverage: boolean;
}

export interface RunRouteTestsResult {
  /** Why nothing was run, in one line. */
  readonly failure: string | null;
  readonly results: readonly RouteTestResult[];
  readonly coverage: readonly RouteCoverage[];
  /** URIs of the files of routes. */
  readonly routes: readonly string[];
}

export interface RouteTestResult {
  /** The position of the test in `RouteTestsResult.tests`. */
  readonly test: number;
  /** `expressions@3.9`. */
  readonly router: string;
  /** Lines that say what is not as expected; empty if the test passes. */
  readonly failures: readonly string[];
  readonly expected: string | null;
  readonly actual: string | null;
  /** Every route with its terms, as `kong-routes match --trace` shows them. */
  readonly trace: string;
}

/** What tests reach of a file of routes, under all routers together. */
export interface RouteCoverage {
  readonly uri: string;
  readonly routes: readonly { readonly name: string; readonly range: TextRange; readonly requests: number }[];
  /** Items of match fields, and predicates of expressions. */
  readonly values: readonly { readonly range: TextRange; readonly requests: number }[];
}

/** The request `kongRoutes/compare`: the routes of a document, with those of another text or under another router. */
export interface CompareParams {
  readonly uri: string;
  readonly with:
    | { readonly kind: 'text'; readonly text: string; readonly name: string }
    /** `expressions@3.9`. */
    | { readonly kind: 'router'; readonly router: string };
}

export interface CompareResult {
  readonly refused: string | null;
  readonly page: Page | null;
  readonly verdict: 'equal' | 'different' | 'not-decided' | null;
  /** The notes at the routes of the document. */
  readonly places: readonly { readonly range: TextRange; readonly message: string }[];
}
