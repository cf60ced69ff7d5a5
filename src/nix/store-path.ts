/** The parts of `/nix/store/HASH-NAME[.drv]`; a base name alone will do. */
export type StorePath = {
  readonly hash: string
  /** Without `.drv`. */
  readonly name: string
  /** `torch` of `python3.13-torch-2.9.1`: without interpreter and version. */
  readonly pname: string
  readonly version: string | undefined
}

const shape = /^(?:.*\/)?([0-9a-df-np-sv-z]{32})-(.+?)(?:\.drv)?$/

/** Parses a store path. Errors: `TypeError` for other text. */
export function parseStorePath(path: string): StorePath {
  const [, hash, name] = shape.exec(path) ?? []
  if (hash === undefined || name === undefined) {
    throw new TypeError(`${JSON.stringify(path)} is no store path`)
  }
  return { hash, name, ...splitName(name) }
}

/** The name of a store path for messages; other text as it is. */
export function nameOf(path: string): string {
  return shape.exec(path)?.[2] ?? path
}

/**
 * Splits as Nix's `parseDrvName` does, at the first dash before something
 * that doesn't start with a letter; and drops the interpreter or the version
 * of CUDA that nixpkgs puts before names (`cuda12.9-nccl-2.30.7-1`).
 */
function splitName(name: string): Pick<StorePath, "pname" | "version"> {
  const bare = name.replace(
    /^(?:cuda|lua|perl|python|ruby)[0-9.]+-(?=[a-z])/i,
    "",
  )
  const dash = bare.search(/-[^a-zA-Z]/)
  if (dash < 0) return { pname: bare, version: undefined }
  return { pname: bare.slice(0, dash), version: bare.slice(dash + 1) }
}
