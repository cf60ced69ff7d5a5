// Compiles switch-to-configuration in a root of Debian with its compiler,
// in namespaces of its own. Arguments: the layer with the packages, a folder
// with `source` and `crates`, Rust's folder.
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { must } from "../run.ts"

const [packages = "", folder = "", rust = ""] = process.argv.slice(2)
const root = join(folder, "root")

/** Programs of systemd, and the interface of each that is called. */
const interfaces = [
  ["systemd", "/org/freedesktop/systemd1", "systemd1.Manager"],
  ["systemd-logind", "/org/freedesktop/login1", "login1.Manager"],
] as const

await mkdir(root)
await must(["mount", "--bind", packages, root])
await must(["mount", "-t", "proc", "proc", `${root}/proc`])
await must(["mount", "--rbind", "/dev", `${root}/dev`])
await must(["mount", "-t", "tmpfs", "tmpfs", `${root}/tmp`])
for (const [name, from] of Object.entries({
  crates: join(folder, "crates"),
  rust,
  source: join(folder, "source"),
})) {
  await mkdir(join(root, "tmp", name))
  await must(["mount", "--bind", from, join(root, "tmp", name)])
}
await writeInterfaces(join(root, "tmp/interfaces"))
const environment = [
  ["CARGO_HOME=/tmp/crates", "HOME=/tmp", "PATH=/usr/bin:/tmp/rust/bin"],
  ["SYSTEMD_DBUS_INTERFACE_DIR=/tmp/interfaces"],
].flat()
const build = ["cargo", "build", "--release", "--offline", "--locked"]
const manifest = ["--manifest-path", "/tmp/source/Cargo.toml"]
const argv = ["env", "-i", ...environment, ...build, ...manifest]
await must(["chroot", root, ...argv], { deadline: 900 })

/** systemd tells them itself; Debian has no files of them. */
async function writeInterfaces(to: string): Promise<void> {
  await mkdir(to)
  for (const [program, path, end] of interfaces) {
    const name = `org.freedesktop.${end}`
    const ask = [`/usr/lib/systemd/${program}`, "--bus-introspect", path]
    const all = await must(["chroot", root, ...ask])
    const from = all.indexOf(`<interface name="${name}">`)
    const text = all.slice(from, all.indexOf("</interface>", from))
    const file = join(to, `${name}.xml`)
    await writeFile(file, `<node>\n${text}</interface>\n</node>\n`)
  }
}
