resource "konnect_gateway_control_plane" "shop" {
  name = "shop"
}

resource "konnect_gateway_route_expression" "orders" {
  control_plane_id = konnect_gateway_control_plane.shop.id
  name             = "orders"
  priority         = 10

  expression = <<-EOT
    http.path ^= "/orders" &&
    http.methd == "GET"
  EOT
}

resource "konnect_gateway_route" "reports" {
  control_plane_id = konnect_gateway_control_plane.shop.id
  name             = "reports"
  paths            = ["~/reports/\d+$"]
  strip_path       = false
}

resource "konnect_gateway_route" "search" {
  control_plane_id = konnect_gateway_control_plane.shop.id
  name             = "search"
  paths            = ["/search/*"]
}
