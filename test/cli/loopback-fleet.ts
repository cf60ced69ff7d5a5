import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pngOf } from "../images/carriers.ts"
import { python, words } from "../images/graphs.ts"
import { root } from "./sdops.ts"

const key =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGu+J6qG4pWmEwq0dPp1uU0oM3JxYQ4mFqTzq3uZ1b2c"

export type LoopbackFleet = AsyncDisposable & {
  readonly environment: Readonly<Record<string, string>>
  /** How many connections its port has taken. */
  readonly contacts: () => number
}

/**
 * The example fleet, whose lithium leads to a port of ours that takes
 * connections and never says a word; or to a closed one.
 */
export async function loopbackFleet(
  port: "closed" | "mute",
): Promise<LoopbackFleet> {
  const folder = await mkdtemp(join(tmpdir(), "sdops-cli-"))
  for (const part of ["hosts", "images", "rollouts"]) {
    const into = join(folder, part)
    const filter = (path: string) => !path.endsWith(".journal")
    await cp(join(root, part), into, { filter, recursive: true })
  }
  await writeFile(
    join(folder, "picture.png"),
    pngOf([["prompt", python(words)]]),
  )
  const file = join(folder, "hosts", "lithium.yaml")
  const text = await readFile(file, "utf8")
  await writeFile(file, `${text}\nhost-key: ${key}\n`)
  let contacts = 0
  const server = createServer(() => {
    contacts += 1
  })
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done)
  })
  const address = server.address()
  const number = typeof address === "object" ? (address?.port ?? 0) : 0
  if (port === "closed") server.close()
  const config = join(folder, "ssh-config")
  const lines = ["Host *", "  HostName 127.0.0.1", `  Port ${number}`]
  await writeFile(config, `${lines.join("\n")}\n`)
  return {
    contacts: () => contacts,
    environment: {
      // What isn't on the loopback is asked through a proxy that isn't there.
      HTTPS_PROXY: "http://127.0.0.1:9",
      NODE_USE_ENV_PROXY: "1",
      SDOPS_FLEET: folder,
      SDOPS_SSH_CONFIG: config,
    },
    async [Symbol.asyncDispose]() {
      server.close()
      await rm(folder, { force: true, recursive: true })
    },
  }
}
