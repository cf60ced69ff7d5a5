import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { runningOn } from "../src/cli/prepared-help.ts"

// Both are read when oclif is loaded.
process.env["OCLIF_COLUMNS"] = "80"
process.env["FORCE_COLOR"] = "1"

/**
 * Writes oclif's own pages of help as data, so that asking for one loads
 * neither oclif nor its manifest.
 */
export async function writeHelpPages(root: string): Promise<void> {
  const { commandIDs, name, topics, version } = await load(root)
  const ids = [...commandIDs, ...topics.map((topic) => topic.name)].sort()
  const pages = new Map([["--version", `${name}/${version} ${runningOn}\n`]])
  for (const id of ["", ...ids])
    pages.set(id.replaceAll(":", " "), await pageOf(root, id))
  const text = JSON.stringify(Object.fromEntries(pages), null, 2)
  await writeFile(join(root, "dist", "help.json"), `${text}\n`)
}

/** A page changes the ids of the config that it is of: each has its own. */
async function load(root: string) {
  const { Config } = await import("@oclif/core/config")
  const config = await Config.load({ root })
  config.userAgent = `${config.name}/${config.version} ${runningOn}`
  return config
}

async function pageOf(root: string, id: string): Promise<string> {
  const { Help } = await import("@oclif/core/help")
  const config = await load(root)
  let page = ""
  class Page extends Help {
    protected override log(...texts: readonly string[]): void {
      page += `${texts.join(" ")}\n`
    }
  }
  const help = new Page(config, config.pjson.oclif.helpOptions)
  await help.showHelp(id === "" ? [] : [id])
  return page
}
