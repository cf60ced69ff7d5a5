import { copyFile, cp, mkdir, mkdtemp, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { exists } from "../base/packages-layer.ts"
import { packagesKey } from "../base/packages.ts"
import { contentKey, contentOf } from "../content-key.ts"
import { LabMissing } from "../problem.ts"
import { must, run } from "../run.ts"
import type { Lab } from "../settings.ts"
import { forCompiling } from "./packages.ts"
import { switchSource } from "./tree.ts"

/** Namespaces in which no mount or process outlives what made it. */
export const alone: readonly string[] = [
  ["unshare", "--mount", "--propagation", "private", "--pid", "--fork"],
  ["--kill-child", "--mount-proc", "--ipc", "--net"],
].flat()

/**
 * nixpkgs' switch-to-configuration, compiled by Debian's compiler; made once
 * for each source, in some two minutes. What it needs of other crates comes by
 * cargo on the outer machine, which has the network.
 */
export async function switchProgram(
  lab: Lab,
  packages: string,
  tree: string,
): Promise<string> {
  const source = switchSource(tree)
  const parts = [packagesKey(lab, forCompiling), ...(await contentOf(source))]
  const cache = join(lab.directory, "cache")
  const program = join(cache, `switch-${contentKey(parts)}`)
  if (await exists(program)) return program
  const rust = await run(["rustc", "--print", "sysroot"]).catch(() => undefined)
  if (rust?.exit !== 0) {
    throw new LabMissing("a host that is NixOS needs cargo and rustc on PATH")
  }
  const folder = await mkdtemp(join(cache, "switch-"))
  const [copy, crates] = [join(folder, "source"), join(folder, "crates")]
  try {
    await cp(source, copy, { recursive: true })
    await mkdir(crates)
    const manifest = ["--manifest-path", join(copy, "Cargo.toml")]
    await must(["cargo", "fetch", "--locked", ...manifest], {
      deadline: 300,
      environment: { ...process.env, CARGO_HOME: crates },
    })
    const compiler = join(import.meta.dirname, "make-switch.ts")
    const words = [packages, folder, rust.stdout.trim()]
    const compile = [...alone, process.execPath, compiler, ...words]
    await must(compile, { deadline: 900 })
    const made = join(copy, "target/release/switch-to-configuration")
    await copyFile(made, `${program}.partial`)
    await rename(`${program}.partial`, program)
    return program
  } finally {
    await rm(folder, { force: true, recursive: true })
  }
}
