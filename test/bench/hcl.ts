/** The time of reading HCL, compared with HashiCorp's own parser in WebAssembly. */

import { readHcl } from '../../server/hcl/index.js';
import { moduleOf, readRoutes } from '../../server/terraform/index.js';
import { askOracle } from '../hcl/oracle.js';
import { median } from './throughput.js';

/** A file of a platform team: routes of both styles, heredocs, references. */
export function bigTerraformFile(bytes: number): string {
  const block = (i: number) => `resource "konnect_gateway_route" "orders_${i}" {
  control_plane_id = var.control_plane_id
  name             = "orders-${i}"
  methods          = ["GET", "POST"]
  paths            = ["/orders/${i}", "~/orders/${i}/\\\\d+$"]
  headers = {
    x-env = ["live", "test"]
  }
  service = { id = konnect_gateway_service.orders.id } # ${i}
}

resource "konnect_gateway_route_expression" "items_${i}" {
  control_plane_id = var.control_plane_id
  expression       = <<-EOT
    http.path ~ r#"^/items/${i}/\\d+$"#
      && http.host == "\${var.host}"
  EOT
  priority         = ${i}
}

`;
  const blocks: string[] = [];
  for (let size = 0, i = 0; size < bytes; i++) {
    const text = block(i);
    blocks.push(text);
    size += text.length;
  }
  return blocks.join('');
}

export async function hcl(): Promise<void> {
  const text = bigTerraformFile(1_000_000);
  const broken = text.replace('name             = "orders-900"', 'name             = "orders-900');
  const times = {
    ours: [] as number[],
    broken: [] as number[],
    routes: [] as number[],
    theirs: [] as number[],
  };
  for (let round = 0; round < 9; round++) {
    let start = performance.now();
    const file = readHcl(text);
    times.ours.push(performance.now() - start);
    start = performance.now();
    readHcl(broken);
    times.broken.push(performance.now() - start);
    start = performance.now();
    readRoutes(moduleOf([{ name: 'main.tf', hcl: file }]));
    times.routes.push(performance.now() - start);
    start = performance.now();
    await askOracle(text);
    times.theirs.push(performance.now() - start);
  }
  const theirs = median(times.theirs);
  console.log(`a generated Terraform file: ${(text.length / 1e6).toFixed(1)} MB`);
  for (const [what, own] of [
    ['reading it', times.ours],
    ['reading it with a mistake', times.broken],
    ['its routes', times.routes],
  ] as const) {
    const ours = median(own);
    console.log(
      `${what}: ${ours.toFixed(1)} ms, HashiCorp's parser ${theirs.toFixed(1)} ms, ratio ${(ours / theirs).toFixed(2)}`,
    );
  }
}
