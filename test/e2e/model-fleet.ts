import { createHash } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { editFleet, type LabFleet, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"

type Model = Readonly<Record<"format" | "sha256" | "url", string>>
type Models = Readonly<Record<string, Readonly<Record<string, Model>>>>

/** A whole safetensors file without tensors, whose header is the text. */
export function safetensors(header: string): Buffer {
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  return Buffer.concat([length, Buffer.from(header)])
}

/**
 * A site with model files: `/<text>` is a model that says so in its header,
 * which for `/broken` isn't JSON.
 */
export async function modelSite(address: string) {
  const bytes = (url = "") => {
    if (url === "/page") return Buffer.from("<!doctype html><p>no")
    const said = JSON.stringify({ __metadata__: { is: url } })
    const whole = safetensors(url === "/broken" ? "{broken" : said)
    return url === "/cut" ? whole.subarray(0, -1) : whole
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
