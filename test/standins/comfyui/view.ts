import { existsSync, readFileSync, statSync } from "node:fs"
import { basename, extname, join, resolve } from "node:path"
import { type Answer, empty } from "./answer.ts"
import type { Folders } from "./folders.ts"

const types: Record<string, string> = {
  ".jpg": "image/jpeg",
  ".png": "image/png",
  ".webp": "image/webp",
}

/**
 * `GET /view`, without the conversions that `preview` and `channel` ask for.
 * Source: recording output/view.
 */
export function view(
  query: URLSearchParams,
  folders: Folders,
  range: string | undefined,
): Answer {
  const asked = query.get("filename")
  if (asked === null) return empty(404)
  const annotated = /^(.*) \[(output|input|temp)\]$/.exec(asked)
  const name = annotated?.[1] ?? asked
  if (name === "" || name.startsWith("/") || name.includes("..")) {
    return empty(400)
  }
  const type = annotated?.[2] ?? query.get("type") ?? "output"
  if (type !== "output" && type !== "input" && type !== "temp") {
    return empty(400)
  }
  const root = folders[type]
  const folder = resolve(root, query.get("subfolder") ?? "")
  if (folder !== root && !folder.startsWith(`${root}/`)) return empty(403)
  const path = join(folder, basename(name))
  if (!existsSync(path) || !statSync(path).isFile()) return empty(404)
  return file(path, range)
}

function file(path: string, range: string | undefined): Answer {
  const whole = readFileSync(path)
  const { mtimeMs } = statSync(path)
  const headers = {
    "Accept-Ranges": "bytes",
    "Content-Disposition": `filename="${basename(path)}"`,
    Etag: `"${Math.round(mtimeMs).toString(16)}-${whole.length.toString(16)}"`,
  }
  const type = types[extname(path).toLowerCase()] ?? "application/octet-stream"
  const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? "")
  if (asked === null) return { body: whole, headers, status: 200, type }
  const start = Number(asked[1])
  const last = whole.length - 1
  const end = asked[2] === "" ? last : Math.min(Number(asked[2]), last)
  const span = `bytes ${start}-${end}/${whole.length}`
  return {
    body: whole.subarray(start, end + 1),
    headers: { ...headers, "Content-Range": span },
    status: 206,
    type,
  }
}
