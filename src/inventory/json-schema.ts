import { z } from "zod"
import { fleetFile } from "./schema/fleet.ts"
import { hostFile } from "./schema/host.ts"

/** JSON Schemas (draft 2020-12) of both kinds of files, for editors. */
export function inventoryJsonSchemas() {
  return {
    fleet: z.toJSONSchema(fleetFile, { io: "input" }),
    host: z.toJSONSchema(hostFile, { io: "input" }),
  }
}
