import { z } from "zod"
import knownApps from "../../../nix/data/known-apps.json" with { type: "json" }
import { address, anyText, plainPath, port, text } from "./text.ts"

/** A service that is declared whole: its program, its port, its health. */
export const sdopsApp = z.strictObject({
  after: z
    .array(text(/^[^/\s]+\.[a-z]+$/, "a unit, such as postgresql.service"))
    .optional(),
  command: z.array(anyText).min(1),
  "data-dir": plainPath.optional(),
  enable: z.boolean().optional(),
  environment: z
    .record(text(/^[A-Za-z_][A-Za-z0-9_]*$/, "a variable's name"), z.string())
    .optional(),
  "health-check": text(/^\/\S*$/, "a path, such as /health").optional(),
  listen: z.array(address).optional(),
  "open-firewall": z.boolean().optional(),
  package: text(
    /^[A-Za-z_][A-Za-z0-9_'-]*(\.[A-Za-z_][A-Za-z0-9_'-]*)*$/,
    "a package of nixpkgs, such as ollama",
  ).optional(),
  port,
  ports: z.array(port).optional(),
  tls: z.boolean().optional(),
  user: text(/^[a-z_][a-z0-9_-]*$/, "a login name").optional(),
})

/** Names that units and users may have, and that sdops doesn't know itself. */
export const sdopsAppName = text(
  new RegExp(`^(?!(?:${knownApps.join("|")})$)[a-z][a-z0-9-]{0,30}$`),
  "a name of a-z, 0-9 and -, and none that sdops knows itself",
)
