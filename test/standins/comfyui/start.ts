import { existsSync, mkdirSync, rmSync } from "node:fs"
import type { AddressInfo } from "node:net"
import { resolve } from "node:path"
import { type Device, makeComfy } from "./comfy.ts"
import { loadCustomNodes } from "./custom-nodes.ts"
import { faultsIn } from "./faults.ts"
import { makeFolders } from "./folders.ts"
import { makeHttp, type Tls } from "./http.ts"
import { builtInNodes, type NodeClasses } from "./nodes.ts"
import { PythonError } from "./python.ts"

export type StartOptions = {
  /** The folder with custom_nodes and models. */
  readonly base: string
  readonly places?: {
    output?: string
    input?: string
    temp?: string
    user?: string
  }
  readonly listen?: readonly string[]
  /** 0 takes a free one. */
  readonly port?: number
  readonly argv?: readonly string[]
  readonly faults?: string | undefined
  readonly device?: Device
  /** Custom node classes. */
  readonly nodes?: NodeClasses
  readonly log?: (line: string) => void
  readonly tls?: Tls | undefined
}

export type Running = {
  readonly url: string
  readonly port: number
  /** Cuts all connections, as the end of the process would. */
  stop(): Promise<void>
  /** Whether a node that works on the GPU runs at this moment. */
  onGpu(): boolean
  removeTemp(): void
}

const laptopGpu: Device = {
  memory: 6_373_179_392,
  name: "cuda:0 NVIDIA GeForce GTX 1060 6GB : cudaMallocAsync",
  type: "cuda",
}

/**
 * A ComfyUI that answers when this returns.
 * Errors: FileNotFoundError without custom_nodes, OSError when an address
 * can't be had, PermissionError when the base isn't writable.
 */
export async function startComfyui(options: StartOptions): Promise<Running> {
  const base = resolve(options.base)
  const listen = options.listen ?? ["127.0.0.1"]
  const folders = makeFolders(base, options.places ?? {})
  if (!existsSync(`${base}/custom_nodes`)) {
    throw new PythonError(
      "FileNotFoundError",
      `[Errno 2] No such file or directory: '${base}/custom_nodes'`,
    )
  }
  rmSync(folders.temp, { force: true, recursive: true })
  for (const folder of [folders.temp, folders.input, folders.user]) {
    mkdirSync(folder, { recursive: true })
  }
  const log = options.log ?? (() => {})
  for (const line of loadCustomNodes(`${base}/custom_nodes`)) log(line)
  const comfy = makeComfy({
    argv: options.argv ?? ["main.py"],
    classes: { ...builtInNodes(), ...options.nodes },
    device: options.device ?? laptopGpu,
    faults: faultsIn(options.faults),
    folders,
    log,
  })
  const servers = listen.map(() => makeHttp(comfy, options.tls))
  let port = options.port ?? 8188
  const scheme = options.tls === undefined ? "http" : "https"
  log("Starting server")
  log("")
  for (const [at, address] of listen.entries()) {
    const server = servers[at]
    if (server === undefined) continue
    await bind(server, address, port)
    port = (server.address() as AddressInfo).port
    const shown = address.includes(":") ? `[${address}]` : address
    log(`To see the GUI go to: ${scheme}://${shown}:${port}`)
  }
  return {
    onGpu: () => comfy.executor.onGpu(),
    port,
    removeTemp: () => rmSync(folders.temp, { force: true, recursive: true }),
    async stop() {
      comfy.clients.cutAll()
      for (const server of servers) {
        const closed = new Promise((done) => server.close(done))
        server.closeAllConnections()
        await closed
      }
    },
    url: `${scheme}://127.0.0.1:${port}`,
  }
}

function bind(
  server: ReturnType<typeof makeHttp>,
  address: string,
  port: number,
): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const message =
        error.code === "EADDRINUSE"
          ? "[Errno 98] error while attempting to bind on address " +
            `('${address}', ${port}): address already in use`
          : "could not bind on any address out of " +
            `[('${address}', ${port})]`
      fail(new PythonError("OSError", message))
    })
    server.listen(
      { host: address, ipv6Only: address.includes(":"), port },
      done,
    )
  })
}
