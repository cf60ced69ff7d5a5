import { spawnSync } from "node:child_process"

/** The machine's own Node, where it is older than sdops needs. */
export const oldNode = ["/usr/bin/node", "/usr/local/bin/node"].find((node) => {
  const said = spawnSync(node, ["-p", "process.versions.node"])
  const major = Number.parseInt(String(said.stdout), 10)
  return said.status === 0 && major >= 20 && major < 24
})
