import prettyBytes from "pretty-bytes"
import { fail } from "../../errors/fail.ts"
import type { Prefetched } from "../../host/models/prefetch-model.ts"
import type { Host } from "../../inventory/host.ts"
import { oneLine } from "../../remote/one-line.ts"
import type { Declared } from "../result.ts"
import { knownSites, siteOf } from "../site.ts"

/** Why a host doesn't have a model; undefined: it is not hashed by sha256. */
export function unfetched(
  { file, hash, url }: Declared,
  seen: Prefetched | undefined,
  { name: host }: Pick<Host, "name">,
): Error {
  const at = { host, stage: "prefetch" }
  if (seen === undefined) {
    const reason = "its hash is no sha256, by which files are put into a store"
    return fail("modelNotFetched", { file, host, reason, url }, at)
  }
  const { free = 0, size = 0, status, why } = seen
  const said = oneLine(seen.said)
  const name = file.split("/").at(-1) ?? file
  switch (why) {
    case "disk": {
      const wants = prettyBytes(size * 2)
      const reason =
        `the disk has ${prettyBytes(free)} free, and it takes ${wants} ` +
        "until it is in the store"
      return fail("modelDisk", { file, host, reason }, at)
    }
    case "hash": {
      const got = `sha256-${Buffer.from(said, "hex").toString("base64")}`
      return fail("hashMismatch", { got, name, specified: hash }, at)
    }
    case "status": {
      const site = siteOf(new URL(url), {})
      const known = site && knownSites[site]
      const login = ["401", "402", "403"].includes(status)
      if (!login) break
      const again = `sdops models prefetch ${host}`
      return fail(
        "modelLogin",
        {
          again: known ? again : `${again} --token env:TOKEN`,
          reason: `HTTP ${status}`,
          site: known?.name ?? new URL(url).host,
          tokens: known?.tokens ?? url,
          variable: known?.variable ?? "TOKEN",
        },
        at,
      )
    }
    case "unfit": {
      const what =
        said === "page" ? "the site sent a page instead of the file" : said
      return fail("modelUnfit", { url, what }, at)
    }
    case "curl":
    case "store":
    case "upload":
    case undefined:
      break
    default:
      return why satisfies never
  }
  const reason = said === "" ? `HTTP ${status}` : said
  return fail("modelNotFetched", { file, host, reason, url }, at)
}
