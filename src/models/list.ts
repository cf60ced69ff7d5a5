import type { Host } from "../inventory/host.ts"
import { modelsOf } from "./declared.ts"
import type { Declared, ModelList } from "./result.ts"

/** What hosts declare, each file once with its hosts. Asks nobody. */
export function listModels(hosts: readonly Host[]): ModelList {
  const all = new Map<string, Declared & { hosts: string[] }>()
  for (const host of hosts) {
    for (const model of modelsOf(host)) {
      const key = `${model.file}\n${model.hash}\n${model.url}`
      const known = all.get(key)
      if (known === undefined) all.set(key, { ...model, hosts: [host.name] })
      else known.hosts.push(host.name)
    }
  }
  const models = [...all.values()].toSorted((one, other) =>
    one.file < other.file ? -1 : 1,
  )
  return { "exit-code": 0, models }
}
