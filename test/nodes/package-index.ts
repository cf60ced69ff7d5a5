import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"

const root = "/srv/index"

/** As the host itself sees it. */
export const address = "http://127.0.0.1:8099"

type File = {
  /** Where its page says that it lies, when not on the index's own host. */
  readonly at?: string
  readonly content: Uint8Array
  readonly file: string
}

/** Serves packages on a host's loopback, as PEP 503 says, and repositories. */
export async function serveIndex(
  host: LabHost,
  packages: Readonly<Record<string, readonly File[]>>,
): Promise<void> {
  for (const [name, files] of Object.entries(packages)) {
    const links = files.map(({ at = "", content, file }) => {
      const hash = createHash("sha256").update(content).digest("hex")
      return `<a href="${at}/files/${file}#sha256=${hash}">${file}</a><br>`
    })
    const page = `<!DOCTYPE html><html><body>${links.join("")}</body></html>`
    await put(host, `simple/${name}/index.html`, Buffer.from(page))
    for (const { content, file } of files)
      await put(host, `files/${file}`, content)
  }
  await host.exec(`systemd-run --quiet --collect --unit=package-index \\
    python3 -m http.server 8099 --bind 127.0.0.1 --directory ${root}`)
  await waitFor(
    async () =>
      (await host.exec(["curl", "-sf", `${address}/simple/`])).exit === 0,
    { deadline: 20, what: "the index" },
  )
}

/** A repository's archive at a commit, and the hash of what is in it. */
export async function repository(
  host: LabHost,
  { files, name, rev }: Repository,
): Promise<{ hash: string; rev: string; url: string }> {
  const folder = `/srv/sources/${name}`
  for (const [path, text] of Object.entries(files))
    await write(host, `${folder}/${path}`, Buffer.from(text))
  const archive = `${root}/github/nodes/${name}/archive`
  const { stdout } = await host.exec(`
    mkdir -p ${archive}
    tar -czf ${archive}/${rev}.tar.gz -C /srv/sources ${name}
    nix --extra-experimental-features nix-command hash path ${folder}`)
  const url = `https://github.com/nodes/${name}`
  return { hash: stdout.trim(), rev, url }
}

type Repository = {
  readonly files: Readonly<Record<string, string>>
  readonly name: string
  readonly rev: string
}

/** Puts the real uv where the rehearsal nixpkgs expects it. */
export async function installUv(host: LabHost, wheel: string): Promise<void> {
  await write(host, "/tmp/uv.whl", await readFile(wheel))
  const { exit, stderr } = await host.exec(`
    cd /tmp && python3 -m zipfile -e uv.whl uv-unpacked
    install -D -m 0755 uv-unpacked/uv-*.data/scripts/uv /usr/local/bin/uv`)
  if (exit !== 0) throw new Error(stderr)
}

function put(host: LabHost, path: string, content: Uint8Array) {
  return write(host, `${root}/${path}`, content)
}

async function write(host: LabHost, path: string, content: Uint8Array) {
  const input = Buffer.from(content).toString("base64")
  const script = `mkdir -p "$(dirname '${path}')" && base64 -d >'${path}'`
  const { exit, stderr } = await host.exec(script, { deadline: 60, input })
  if (exit !== 0) throw new Error(stderr)
}
