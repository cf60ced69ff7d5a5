import { usualInputs } from "../complete.ts"
import { incompleteNote } from "./imported-host.ts"

/**
 * The text of a first `hosts/fleet.yaml` that nobody has said anything for:
 * what may be said, as comments that load once their marks are taken away.
 */
export const exampleFleet = `\
# What all hosts share. Every key may be left out.
inputs:
  # What hosts are made of. \`sdops update\` moves it on; a deployment doesn't.
  nixpkgs: ${usualInputs.nixpkgs}

# Binary caches besides cache.nixos.org; \`sdops cache add\` writes them.
# caches:
#   - key: cache.nixos-cuda.org:74DUi4Ye579gUqzH4ziL9IyiJBlDpMRn9MBN8oNan9M=
#     url: https://cache.nixos-cuda.org

# Machines that compile what is heavy; \`sdops builders add\` writes them.
# builders:
#   krypton:
#     address: krypton.lan
#     features: [big-parallel]

# Anything that a host may say, said for all of them.
# defaults:
#   user: ops

# What a deployment may do by itself; a host may override each.
# policy:
#   app-restart: drained   # now | drained | when-idle
#   driver-change: auto    # auto | reload | reboot | refuse
#   heavy-builds: refuse   # refuse | builders-only | allow
#   reboot: ask            # ask | allowed | never
`

/** What \`init\` is told of the first host. */
export type FirstHost = {
  readonly name: string
  readonly address: string
  readonly app: "comfyui" | "none" | "stable-diffusion-webui"
  readonly gpu: "amd" | "none" | "nvidia"
  readonly port: number | undefined
  readonly user: string
}

/** The text of a first host's file, until \`hosts add\` completes it. */
export async function exampleHost(host: FirstHost): Promise<string> {
  const { stringify } = await import("yaml")
  const said = stringify({
    address: host.address,
    ...(host.port !== undefined && { port: host.port }),
  })
  const user = stringify({ user: host.user })
  const [app, mark] = host.app === "none" ? ["comfyui", "# "] : [host.app, ""]
  const options = app === "comfyui" ? "lowvram: true" : "enable-api: true"
  const ports = { comfyui: 8188, "stable-diffusion-webui": 7860 }
  const service = [
    "services:",
    `  ${app}:`,
    "    enable: true",
    "    # Without these two, it answers on the host alone.",
    "    listen: [0.0.0.0]",
    "    open-firewall: true",
    `    port: ${ports[app as keyof typeof ports]}`,
    "    # options:",
    `    #   ${options}`,
  ]
  const note = incompleteNote(host.name)
  return `\
${said}# root, or a user who can become root with sudo.
${user}# For \`sdops deploy @closet\`.
# tags: [closet]
gpu:
  # nvidia, amd or none
  vendor: ${host.gpu}
# What it serves; \`sdops models add\` adds models.
${service.map((line) => `${mark}${line}\n`).join("")}${note}`
}
