// What nix-serve-ng answers: the store of this machine as a binary cache,
// signed as it is asked for. Environment: NIX_SECRET_KEY_FILE. Words: --listen
// ADDRESS:PORT.
import { execFileSync, spawn } from "node:child_process"
import { createPrivateKey, sign } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { createServer } from "node:http"

const alphabet = "0123456789abcdfghijklmnpqrsvwxyz"
const store = "/nix/store"
const nix = ["--extra-experimental-features", "nix-command"]

type Info = { narHash: string; narSize: number; references: string[] }

/** Nix's own base 32: groups of 5 bits from the end. */
function nix32(bytes: Buffer): string {
  const bits = (at: number) => ((bytes[at >> 3] ?? 0) >> (at & 7)) & 1
  const length = Math.ceil((bytes.length * 8) / 5)
  let text = ""
  for (let n = length - 1; n >= 0; n -= 1) {
    let value = 0
    for (let bit = 4; bit >= 0; bit -= 1)
      value =
        value * 2 + (n * 5 + bit < bytes.length * 8 ? bits(n * 5 + bit) : 0)
    text += alphabet[value]
  }
  return text
}

let known: Readonly<Record<string, Info | null>> = {}

/** Of all paths at once: a process for each would keep many askers waiting. */
function infoOf(path: string): Info | undefined {
  if (known[path] === undefined) {
    const words = [...nix, "path-info", "--json", "--all"]
    const most = { maxBuffer: 256 * 1024 * 1024 }
    known = JSON.parse(execFileSync("nix", words, most).toString())
  }
  return known[path] ?? undefined
}

function narinfo(path: string): string | undefined {
  const info = infoOf(path)
  if (info === undefined) return undefined
  const digest = Buffer.from(info.narHash.replace("sha256-", ""), "base64")
  const hash = `sha256:${nix32(digest)}`
  const references = info.references.toSorted()
  const print = `1;${path};${hash};${info.narSize};${references.join()}`
  const base = (one: string) => one.slice(store.length + 1)
  return [
    `StorePath: ${path}`,
    `URL: nar/${base(path).slice(0, 32)}.nar`,
    "Compression: none",
    `NarHash: ${hash}`,
    `NarSize: ${info.narSize}`,
    `References: ${references.map(base).join(" ")}`,
    `Sig: ${signature(print)}`,
    "",
  ].join("\n")
}

/** The PKCS#8 form of a bare seed (RFC 8410 §7). */
const head = Buffer.from("302e020100300506032b657004220420", "hex")

function signature(print: string): string {
  const file = process.env["NIX_SECRET_KEY_FILE"] ?? ""
  const [name = "", base64 = ""] = readFileSync(file, "utf8").trim().split(":")
  const seed = Buffer.from(base64, "base64").subarray(0, 32)
  const der = Buffer.concat([head, seed])
  const key = createPrivateKey({ format: "der", key: der, type: "pkcs8" })
  return `${name}:${sign(null, Buffer.from(print), key).toString("base64")}`
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? "", "http://cache")
  if (pathname === "/nix-cache-info") {
    response.end(`StoreDir: ${store}\nWantMassQuery: 1\nPriority: 30\n`)
    return
  }
  const [, hash, kind] =
    /^\/(?:nar\/)?([0-9a-z]{32})\.(narinfo|nar)$/.exec(pathname) ?? []
  const name = readdirSync(store).find(
    (one) => hash !== undefined && one.startsWith(`${hash}-`),
  )
  const path = `${store}/${name}`
  const info = name === undefined ? undefined : narinfo(path)
  if (info === undefined) response.writeHead(404).end()
  else if (kind === "narinfo") response.end(info)
  else {
    const dump = spawn("nix-store", ["--dump", path])
    dump.stdout.pipe(response)
  }
})

const [address = "", port] = (process.argv[3] ?? "").split(":")
server.listen(Number(port), address)
