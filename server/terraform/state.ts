/**
 * The ids of routes in a state of Terraform: a state file, or what `terraform show -json` prints.
 * Source: hashicorp/terraform `internal/states/statefile/version4.go`, `internal/command/jsonstate/state.go`.
 */

/** What an `import` block needs to know of a resource. */
export interface StateRoute {
  readonly id: string;
  readonly controlPlaneId: string | null;
  readonly workspace: string | null;
}

/** By the address of the resource in the root module, without instance keys. */
export type RouteIds = ReadonlyMap<string, StateRoute>;

/** @returns `null` if the text is not a state. Resources of other modules, and those with several instances, are left out */
export function readState(text: string): RouteIds | null {
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(state)) return null;
  const ids = new Map<string, StateRoute>();
  if (isRecord(state.values)) {
    // `terraform show -json`.
    const root = state.values.root_module;
    for (const resource of listIn(isRecord(root) ? root.resources : undefined)) {
      if (resource.index === undefined) add(ids, resource, resource.values);
    }
    return ids;
  }
  if (!Array.isArray(state.resources) || typeof state.version !== 'number') return null;
  for (const resource of listIn(state.resources)) {
    if (resource.module !== undefined) continue;
    const instances = listIn(resource.instances);
    const [only] = instances;
    if (instances.length === 1 && only && only.index_key === undefined) add(ids, resource, only.attributes);
  }
  return ids;
}

type Data = Readonly<Record<string, unknown>>;

function add(ids: Map<string, StateRoute>, { mode, type, name }: Data, values: unknown): void {
  if (mode !== 'managed' || typeof type !== 'string' || typeof name !== 'string' || !isRecord(values)) return;
  if (typeof values.id !== 'string') return;
  ids.set(`${type}.${name}`, {
    id: values.id,
    controlPlaneId: textOf(values.control_plane_id),
    workspace: textOf(values.workspace),
  });
}

const isRecord = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listIn = (value: unknown): readonly Data[] => (Array.isArray(value) ? value.filter(isRecord) : []);

const textOf = (value: unknown) => (typeof value === 'string' ? value : null);
