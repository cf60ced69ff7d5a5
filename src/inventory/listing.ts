import { z } from "zod"
import { kebabKeys } from "../camel-keys.ts"
import type { Host } from "./host.ts"

const listed = z.strictObject({
  address: z.string(),
  apps: z.array(z.string()).describe("the enabled ones, sorted"),
  gpu: z.strictObject({
    "compute-capability": z.string().optional(),
    count: z.number().int().optional(),
    model: z.string().optional(),
    torch: z.enum(["nixpkgs", "wheel"]).optional(),
    uuids: z.array(z.string()).readonly().optional(),
    vendor: z.enum(["amd", "none", "nvidia"]),
  }),
  name: z.string(),
  port: z.number().int().optional().describe("where ssh_config isn't asked"),
  tags: z.array(z.string()),
  user: z.string(),
})

/** What `hosts list` answers. */
export const hostListing = z.strictObject({ hosts: z.array(listed) })

/** What `hosts show` answers. */
export const shownHost = z.strictObject({
  from: z
    .record(z.string(), z.string())
    .describe("path of a value → file:line, or sdops"),
  host: z.looseObject({ address: z.string() }),
  name: z.string(),
})

export type HostListing = z.infer<typeof hostListing>
export type ShownHost = z.infer<typeof shownHost>

/** Hosts in short, in the order given. */
export function listingOf(hosts: readonly Host[]): HostListing {
  return {
    hosts: hosts.map(({ address, gpu, name, port, services, tags, user }) => ({
      address,
      apps: Object.entries(services)
        .filter(([, service]) => service?.enable === true)
        .map(([app]) => app)
        .toSorted(),
      gpu: kebabKeys(gpu),
      name,
      ...(port !== undefined && { port }),
      tags: tags.toSorted(),
      user,
    })),
  }
}
