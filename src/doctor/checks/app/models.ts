import { onHost } from "../../../inventory/on-host.ts"
import { modelsOf } from "../../../models/declared.ts"
import { modelsFolder } from "../../../models/on-hosts/verify.ts"
import { quote } from "../../../quote.ts"
import { bad, type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const models: Check<HostSight> = {
  id: "app/models",
  looksAt: "whether ComfyUI has the declared models, and lists them",
  means: "a job that names such a model fails",
  appliesTo: ({ host }) => host.services.comfyui?.enable === true,
  judge({ apps, facts, health: { lostModels }, host }) {
    if (facts.hostFile === undefined) return skip("see system/deployed")
    const declared = new Set(modelsOf(host).map(({ file }) => file))
    const lost = lostModels.filter(({ file }) => declared.has(file))
    const files = lost.map(({ file }) => file)
    const own = lostModels.find(({ file }) => !declared.has(file))
    if (lost.some(({ is }) => is === "dangling"))
      return bad({
        finding: `${say(files)}: declared, but not in the store any more`,
        cure: [`sdops models prefetch ${host.name}`, deploy(host)],
      })
    if (lost.length > 0)
      return warn({
        finding: `${say(files)}: declared, but not on the host`,
        cure: [deploy(host)],
      })
    if (own !== undefined) {
      const path = `${modelsFolder(host)}/${own.file}`
      return warn({
        finding: `${own.file} is a link to a file that is gone`,
        cure: [onHost(host, `rm ${quote(path)}`)],
      })
    }
    const unlisted = apps.flatMap((app) => app.unlistedModels ?? [])
    if (unlisted.length > 0)
      return warn({
        finding: `${say(unlisted)}: declared, but ComfyUI doesn't list it`,
        cure: [
          `sdops models verify ${host.name}`,
          onHost(host, "systemctl restart comfyui.service"),
        ],
      })
    return ok(`${declared.size} declared, all there`)
  },
}

function deploy({ name }: HostSight["host"]): string {
  return `sdops deploy ${name}`
}

/** The first three by name. */
function say(files: readonly string[]): string {
  const names = files.slice(0, 3)
  const more = files.length - names.length
  return names.join(", ") + (more > 0 ? ` and ${more} more` : "")
}
