/** What client and server say to each other beyond LSP: types only. */

/** The settings of the section `kongRoutes`, as `workspace/configuration` answers them. */
export interface Settings {
  readonly routerFlavor: 'auto' | 'traditional' | 'traditional_compatible' | 'expressions';
  /** Such as `3.9` or `3.4.1`. */
  readonly gatewayVersion: string;
}
