import { createHash } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { editFleet, type LabFleet, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"

type Model = Readonly<Record<"format" | "sha256" | "url", string>>
type Models = Readonly<Record<string, Readonly<Record<string, Model>>>>

/** The smallest sound safetensors file: a length and an empty header. */
const safetensors = Buffer.from("02000000000000007b7d", "hex")

/**
 * A site with model files: `/<text>` is a file with that text, but for
 * `/sound`, which is a model.
 */
export async function modelSite(address: string) {
  const bytes = (url = "") => {
    if (url === "/sound") return safetensors
    return Buffer.from(url === "/page" ? "<!doctype html><p>no" : url)
  }
  const server = createServer(({ url }, response) => {
    if (url === "/login") response.writeHead(401).end("no")
    else response.end(bytes(url))
  })
  server.listen(0, address)
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    model: (text: string, format = "safetensors"): Model => ({
      format,
      sha256: createHash("sha256")
        .update(bytes(`/${text}`))
        .digest("hex"),
      url: `http://${address}:${port}/${text}`,
    }),
    async [Symbol.asyncDispose]() {
      server.close()
    },
  }
}

/** With the wheels that a GTX 1060 has by itself. */
export async function modelFleet(host: LabHost): Promise<LabFleet> {
  const hosts = { [host.name]: { gpu: { torch: "wheel" } } }
  return makeFleet([host], {
    files: { [`${host.name}/more.nix`]: "{ }" },
    hosts,
    more: { [host.name]: ["more.nix"] },
  })
}

export async function declare(fleet: LabFleet, host: LabHost, models: Models) {
  await editFleet(fleet, `${host.name}.yaml`, (text) => {
    const written = JSON.parse(text)
    written.services.comfyui.models = models
    return JSON.stringify(written)
  })
}

export async function listed(host: LabHost, folder: string): Promise<unknown> {
  const answer = await fetch(`http://${host.address}:8188/models/${folder}`)
  return answer.json()
}
