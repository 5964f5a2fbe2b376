/**
 * The id that a DB-less Gateway, and `kong config db_import`, give a route whose file has none: the same each time, if it
 * has a name. A route without a name gets a random one, and so does a route that decK creates.
 * Source: Kong/kong `kong/db/schema/others/declarative_config.lua` (`generate_uuid`, `get_key_for_uuid_gen`);
 * Kong/go-database-reconciler `pkg/file/builder.go`.
 */

import { uuidV5 } from '../../../text/index.js';

const entities = 'fd02801f-0957-4a15-a55a-c8d9606f30b5';

const routes = uuidV5(entities, 'routes');

/** @param name which is unique among the routes of a Gateway: nothing else is in the key */
export const declaredRouteId = (name: string): string => uuidV5(routes, name);
