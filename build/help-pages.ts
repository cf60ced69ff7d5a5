import { execFileSync } from "node:child_process"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { runningOn } from "../src/cli/prepared-help.ts"
import { root } from "./tree.ts"

/** oclif's, which it reads when it is loaded. */
const wide = { FORCE_COLOR: "1", NO_COLOR: undefined, OCLIF_COLUMNS: "80" }

/**
 * Writes oclif's own pages of help as data, so that asking for one loads
 * neither oclif nor its manifest. In a process of its own: the variables that
 * oclif wants are nobody else's.
 */
export function writeHelpPages(): void {
  execFileSync(process.execPath, [import.meta.filename], {
    env: { ...process.env, ...wide },
  })
}

async function write(): Promise<void> {
  const { commandIDs, name, topics, version } = await load()
  const ids = [...commandIDs, ...topics.map((topic) => topic.name)].sort()
  const pages = new Map([["--version", `${name}/${version} ${runningOn}\n`]])
  for (const id of ["", ...ids])
    pages.set(id.replaceAll(":", " "), await pageOf(id))
  const text = JSON.stringify(Object.fromEntries(pages), null, 2)
  await writeFile(join(root, "dist", "help.json"), `${text}\n`)
}

/** A page changes the ids of the config that it is of: each has its own. */
async function load() {
  const { Config } = await import("@oclif/core/config")
  const config = await Config.load({ root })
  config.userAgent = `${config.name}/${config.version} ${runningOn}`
  return config
}

async function pageOf(id: string): Promise<string> {
  const { GroupedHelp } = await import("../src/cli/root-help.ts")
  const config = await load()
  let page = ""
  class Page extends GroupedHelp {
    protected override log(...texts: readonly string[]): void {
      page += `${texts.join(" ")}\n`
    }
  }
  const help = new Page(config, config.pjson.oclif.helpOptions)
  if (id === "") return `${help.firstPage()}\n`
  await help.showHelp([id])
  return page
}

if (import.meta.main) await write()
