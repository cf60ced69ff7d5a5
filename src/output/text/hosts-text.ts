import type { HostListing } from "../../inventory/listing.ts"
import { table } from "../table.ts"

const heads = ["name", "address", "tags", "gpu", "apps"] as const

/** Hosts as an aligned table; what a host has none of is a dash. */
export function hostsText({ hosts }: HostListing, columns?: number): string {
  if (hosts.length === 0) return "no hosts yet; sdops hosts add adopts one"
  const rows = hosts.map(({ address, apps, gpu, name, tags }) => [
    name,
    address,
    tags.join(",") || "–",
    gpu.vendor === "none" ? "–" : (gpu.model ?? gpu.vendor),
    apps.join(",") || "–",
  ])
  return table([heads, ...rows], { columns })
}
