import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A private folder that goes away with its user. */
export type RuntimeFolder = AsyncDisposable & { readonly path: string }

// A control socket's path may have about 100 bytes, of which OpenSSH needs 17
// for its temporary name; a Mac's own folder for these takes 50.
const longest = 40

/** Makes a folder (mode 0700) for sockets and passing files. */
export async function runtimeFolder(
  environment: NodeJS.ProcessEnv,
): Promise<RuntimeFolder> {
  const wished = environment["XDG_RUNTIME_DIR"] ?? tmpdir()
  const base = wished.length > longest ? "/tmp" : wished
  const path = await mkdtemp(join(base, "sdops-"))
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { force: true, recursive: true }),
  }
}
