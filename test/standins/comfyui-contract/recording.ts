import { readdir, readFile } from "node:fs/promises"
import { request as httpRequest } from "node:http"

const root = new URL("../../fixtures/comfyui/", import.meta.url)

/** A request and its answer, as recorded. */
export type Exchange = {
  readonly case?: string
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers?: { readonly [name: string]: string }
    readonly body?: unknown
    readonly body_text?: string
  }
  readonly response: {
    readonly status: number
    readonly headers: { readonly [name: string]: string }
    readonly body?: unknown
    readonly body_text?: string
    readonly body_bytes?: number
  }
  readonly server_log?: readonly string[]
  readonly history_after?: unknown
}

export async function recordingsIn(folder: string): Promise<string[]> {
  const names = await readdir(new URL(`${folder}/`, root))
  return names.map((name) => `${folder}/${name}`).sort()
}

export async function readRecording<Kind>(path: string): Promise<Kind> {
  const text = await readFile(new URL(path, root), "utf8")
  if (path.endsWith(".json")) return JSON.parse(text) as Kind
  const lines = text.split("\n").filter((line) => line !== "")
  return lines.map((line) => JSON.parse(line) as unknown) as Kind
}

export async function readBytes(path: string): Promise<Buffer> {
  return readFile(new URL(path, root))
}

export type Answered = {
  readonly status: number
  readonly headers: { readonly [name: string]: string | undefined }
  readonly bytes: Buffer
  /** The body as JSON if it is that, else as text. */
  readonly body: unknown
}

/** Sends what was sent; a port 8188 in it becomes the server's own. */
export async function send(
  { body, body_text, headers = {}, method, path }: Exchange["request"],
  port: number,
): Promise<Answered> {
  const text = body === undefined ? body_text : JSON.stringify(body)
  const ported = Object.entries(headers).map(
    ([name, value]) => [name, value.replace(":8188", `:${port}`)] as const,
  )
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        agent: false,
        headers: {
          ...(text === undefined
            ? {}
            : { "Content-Length": Buffer.byteLength(text) }),
          ...Object.fromEntries(ported),
        },
        host: "127.0.0.1",
        method,
        path,
        port,
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on("data", (chunk: Buffer) => chunks.push(chunk))
        response.on("end", () => {
          const bytes = Buffer.concat(chunks)
          resolve({
            body: parsed(bytes.toString("utf8")),
            bytes,
            headers: response.headers as Answered["headers"],
            status: response.statusCode ?? 0,
          })
        })
      },
    )
    sent.on("error", reject)
    sent.end(text)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The body that was recorded, in the form of `send`. */
export function recordedBody({ response }: Exchange): unknown {
  return response.body ?? response.body_text
}
