import type { DatabaseFault } from "../../../host/health/database-fault.ts"
import { onHost } from "../../../inventory/on-host.ts"
import { bad, type Check, ok, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { hasApps } from "./has-apps.ts"

export const database: Check<HostSight> = {
  id: "app/database",
  looksAt: "whether ComfyUI's database is whole, and ComfyUI's to write",
  means: "ComfyUI doesn't start, or forgets what it knows of its files",
  appliesTo: hasApps,
  judge({ health: { databases }, host }) {
    const [fault] = databases
    if (fault === undefined) return ok("nothing is wrong with it")
    const { file } = fault
    switch (fault.is) {
      case "locked": {
        const [pid = ""] = fault.by.split(" ")
        return warn({
          cure: [onHost(host, `ps -fp ${pid}`)],
          finding: `process ${fault.by} keeps ${file} locked`,
        })
      }
      case "unwritable":
        return bad({
          cure: [onHost(host, `chown ${fault.by} ${file} ${folderOf(file)}`)],
          finding: `${fault.by} can't write ${file}`,
        })
      default:
        return bad({
          cure: [
            onHost(host, "systemctl stop comfyui.service"),
            onHost(host, `mv ${file} ${file}.broken`),
            onHost(host, "systemctl start comfyui.service"),
          ],
          finding: `${file} ${broken[fault.is]}`,
        })
    }
  },
}

const broken: Readonly<Record<"corrupt" | "truncated", string>> = {
  corrupt: "is no database of sqlite",
  truncated: "is shorter than it says itself",
}

function folderOf(file: DatabaseFault["file"]): string {
  return file.slice(0, file.lastIndexOf("/"))
}
