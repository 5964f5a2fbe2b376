/** Open documents, files and settings, and the Gateway that reads each file. */

export { isTerraform } from '../gateways/index.js';
export { disk } from './disk.js';
export { assumedVersion, type FlavorReason, type GatewayOfDocument, gatewayOf } from './document-gateway.js';
export {
  isKept,
  mayHoldRoutes,
  pipelineFolders,
  readSourceFile,
  repositoryOf,
  searchFolder,
  searchFor,
} from './file-search.js';
export type { Entry, EntryKind, FileSystem } from './file-system.js';
export {
  describeReason,
  gatewayLabel,
  isInformative,
  isOpen,
  linePlace,
  linkTo,
  linkToFile,
  nameAndLine,
  type WritePlace,
} from './gateway-words.js';
export { type Pairing, pair, referenceTo, unpaired } from './pairing.js';
export { defaultSettings, readSettings } from './settings.js';
export { todayIn } from './today.js';
export {
  formatOf,
  type RouteFile,
  type Snapshot,
  type Sources,
  Workspace,
} from './workspace.js';
export { WorkspaceFiles } from './workspace-files.js';
