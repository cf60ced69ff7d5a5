import { createHash } from "node:crypto"
import { once } from "node:events"
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http"
import { type AddressInfo, connect } from "node:net"
import {
  askCacheInfo,
  askNarinfos,
  largestNarinfo,
} from "../../../src/nix/cache/ask-narinfos.ts"
import {
  httpClient,
  type HttpOptions,
} from "../../../src/nix/cache/http/http-client.ts"
import type { Dial } from "../../../src/nix/cache/http/stream-to.ts"

type Answer = (response: ServerResponse, request: IncomingMessage) => void

/** A server that answers each call so; closed when it is disposed. */
export async function serving(answer: Answer) {
  const server = createServer((request, response) => answer(response, request))
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    server,
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Writes for ever, until nobody reads. */
export function endless(response: ServerResponse, text: string): void {
  const more = () => {
    while (!response.destroyed && response.write(text)) {
      // Until it is full.
    }
  }
  response.on("drain", more)
  more()
}

/** Dials from this machine. */
export const dialFromHere: Dial = async (port, address) => {
  const socket = connect({ host: address, port })
  await once(socket, "connect")
  return socket
}

export const path = (name: string) => {
  const hex = createHash("sha256").update(name).digest("hex")
  return `/nix/store/${hex.replaceAll("e", "z").slice(0, 32)}-${name}`
}
export const torch = path("torch-2.9.1")
const hash = "sha256:1b8m03r63zqhnjf7l5wnldhh7c134ap5vpj0850ymkq1iyzicy5s"
export const narinfo = (of: string) =>
  `StorePath: ${of}\nURL: nar/a.nar\nNarHash: ${hash}\nNarSize: 3\n` +
  "FileSize: 2\nReferences: \nSig: a-1:AAAA\n"

export type Patience = Partial<
  Pick<HttpOptions, "answer" | "connect" | "silence">
>

function client(more: Patience & { readonly dial?: Dial } = {}) {
  return httpClient({
    answer: 20,
    connect: 5,
    dial: dialFromHere,
    largest: largestNarinfo,
    signal: new AbortController().signal,
    silence: 10,
    streams: 8,
    ...more,
  })
}

/** Asks a cache for paths, if it is one. */
export async function asked(
  url: string,
  paths: readonly string[],
  more: Parameters<typeof client>[0] = {},
) {
  using asking = client(more)
  const info = await askCacheInfo(url, asking)
  if (info.ask !== "answered") return info
  return await askNarinfos(url, paths, asking)
}

/** The same of one that so answers anything but nix-cache-info. */
export async function ofCache(
  answer: (response: ServerResponse) => void,
  paths: readonly string[] = [torch],
  patience: Patience = {},
) {
  await using server = await serving((response, { url }) => {
    if (url === "/nix-cache-info") response.end("StoreDir: /nix/store\n")
    else answer(response)
  })
  return await asked(server.url, paths, patience)
}
