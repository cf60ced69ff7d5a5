import { readdirSync } from "node:fs"
import { join } from "node:path"

/**
 * What `torch.__version__` says in an environment of Python packages, where
 * wheels lie by their file names: PyPI's torch says which CUDA it was built
 * for, which its name doesn't; nixpkgs' says none. Without an environment, the
 * recorded server's.
 */
export function torchVersion({
  SDLAB_PYTHON: environment,
}: NodeJS.ProcessEnv): string {
  if (environment === undefined) return "2.11.0+cu130"
  const files = packagesIn(environment)
  const found = (name: RegExp) =>
    files.map((file) => name.exec(file)).find((match) => match !== null)
  const [, version, line] = found(/^torch-([\d.]+)(?:\+([a-z\d.]+))?-/) ?? []
  if (version === undefined) return "2.9.1"
  if (line !== undefined) return `${version}+${line}`
  const [, major, minor] =
    found(/^nvidia_cuda_runtime_cu\d+-(\d+)\.(\d+)\./) ?? []
  return major === undefined ? version : `${version}+cu${major}${minor}`
}

function packagesIn(environment: string): readonly string[] {
  const library = join(environment, "lib")
  try {
    return readdirSync(library)
      .filter((name) => name.startsWith("python3."))
      .flatMap((name) => readdirSync(join(library, name, "site-packages")))
      .map((file) => file.replace(/^[a-z\d]{32}-/, "").replace("%2B", "+"))
  } catch {
    return []
  }
}
