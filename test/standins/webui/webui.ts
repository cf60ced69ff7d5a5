// The settings of AUTOMATIC1111's web UI 1.10.1, a stand-in: read in
// modules/api/api.py (set_config, get_config) and modules/options.py (set,
// load, save), and not recorded. What is played: what it does at its start with
// config.json, which settings it knows, which of them its API may not change,
// and that a checkpoint that isn't there is refused before anything is set.
import { readFileSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { json } from "node:stream/consumers"
import { noise } from "../comfyui/pictures.ts"
import { encodePng } from "../comfyui/png.ts"

type Settings = Record<string, unknown>

const defaults: Settings = {
  CLIP_stop_at_last_layers: 1,
  api_useragent: "",
  gallery_height: "",
  samples_format: "png",
  sd_model_checkpoint: "small.safetensors",
}
const restricted = new Set(["api_useragent"])
const checkpoints = new Set(["pony.safetensors", "small.safetensors"])

/** A server that has read a file of settings; without one, its defaults. */
export function webui(file: string): Server {
  let data: Settings = { ...defaults }
  try {
    data = JSON.parse(readFileSync(file, "utf8")) as Settings
  } catch {
    // Without a file, or one that is no JSON, it begins anew.
  }
  return createServer(async (request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "Content-Type": "application/json" })
      response.end(JSON.stringify(body))
    }
    const { pathname } = new URL(request.url ?? "/", "http://host")
    if (pathname === "/sdapi/v1/progress")
      return answer(200, { progress: 0, state: { job_count: 0 } })
    if (pathname === "/internal/pending-tasks")
      return answer(200, { size: 0, tasks: [] })
    if (pathname === "/sdapi/v1/txt2img") {
      const { seed } = (await json(request)) as Settings
      const picture = encodePng(noise(512, 512, String(seed)), [], 4)
      const info = JSON.stringify({ seed })
      return answer(200, { images: [picture.toString("base64")], info })
    }
    if (pathname !== "/sdapi/v1/options")
      return answer(404, { detail: "Not Found" })
    if (request.method === "GET") return answer(200, { ...defaults, ...data })
    const asked = (await json(request)) as Settings
    const checkpoint = asked["sd_model_checkpoint"]
    if (checkpoint !== undefined && !checkpoints.has(String(checkpoint))) {
      const errors = `model '${String(checkpoint)}' not found`
      return answer(500, { error: "RuntimeError", errors })
    }
    for (const [key, value] of Object.entries(asked)) {
      if (data[key] === value) continue
      // What went before has been set, and isn't written.
      if (!Object.hasOwn(defaults, key))
        return answer(500, { error: "KeyError", errors: `'${key}'` })
      if (!restricted.has(key)) data[key] = value
    }
    writeFileSync(file, JSON.stringify(data, undefined, 4))
    return answer(200, null)
  })
}
