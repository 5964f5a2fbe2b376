/** The plan of a change of the router flavor. */

export { isWorthReading, mayBeAffected } from './affected/affected.js';
export { appliedText, bothTables, type ChangedFile, changedFiles } from './apply-plan.js';
export { Places, placeText } from './line-places.js';
export { makePlan, planInPieces } from './make-plan.js';
export { planData } from './plan-data.js';
export type { PlanRouteFile } from './plan-input.js';
export type { Plan } from './plan-model.js';
export { foundIn, runningFlavors } from './plan-origin.js';
export { pageOf, titleOf } from './plan-page.js';
export { parseTarget, type Target, whyNotTo } from './plan-target.js';
export { routeFileOf } from './route-files.js';
