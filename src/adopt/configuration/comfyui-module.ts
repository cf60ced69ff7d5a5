import type { Expression } from "../../nix/language/expression.ts"
import { settingsOf } from "../../nix/language/settings.ts"
import type { Finding } from "./finding.ts"

/** The options that sdops' own module has. */
export const ownOptions: readonly string[] = [
  "custom-nodes",
  "data-dir",
  "dataDir",
  "declared-nodes",
  "enable",
  "extra-options",
  "extraArgs",
  "extraPackages",
  "finalPackage",
  "gate-checkpoint",
  "group",
  "listen",
  "models",
  "node-folders",
  "node-packages",
  "nodes-lock",
  "open-firewall",
  "openFirewall",
  "options",
  "package",
  "port",
  "restart",
  "restart-hours",
  "user",
]

/** What others call them. Sources: comfyui-nix, nixified-ai. */
const ours: ReadonlyMap<string, string> = new Map(
  Object.entries({
    address: "listen",
    extraFlags: "extra-options",
    host: "listen",
    listenAddress: "listen",
  }),
)

/**
 * What a file says of ComfyUI by another module than ours: that it declares
 * the same options, or sets some that ours doesn't have.
 */
export function comfyuiOfOthers(
  module: Expression,
  host: string,
): Omit<Finding, "file">[] {
  const file = `hosts/${host}.yaml`
  return settingsOf(module).flatMap(({ line, path }) => {
    const from = path[0] === "config" ? path.slice(1) : path
    const words = from.join(".")
    if (words === "options.services.comfyui")
      return [
        {
          cure: `remove this module, and set services.comfyui in ${file}`,
          line,
          what: "declares services.comfyui, as sdops' own module does",
        },
      ]
    const [, , option = ""] = from
    const isOption = from.length === 3 && words.startsWith("services.comfyui.")
    if (!isOption || ownOptions.includes(option)) return []
    const known = ours.get(option)
    return [
      {
        cure:
          known === undefined
            ? `sdops' module has no such option; set its own in ${file}`
            : `sdops' module calls it ${known}; set that in ${file}`,
        line,
        what: words,
      },
    ]
  })
}
