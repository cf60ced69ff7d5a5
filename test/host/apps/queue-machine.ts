import { execFile, spawnSync } from "node:child_process"
import { mkdir, readdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect } from "vitest"
import { type Running, startComfyui } from "../../standins/comfyui/start.ts"

const scripts = join(import.meta.dirname, "../../../nix/modules")
const has = (tool: string) => spawnSync(tool, ["--version"]).status === 0
export const missing = !["curl", "jq"].every(has)

export type Job = { readonly prompt_id: string } & Record<string, unknown>
export type Entry = { readonly prompt: readonly unknown[] }

/** A ComfyUI that may be stopped and started, and the scripts of its unit. */
export class Machine implements AsyncDisposable {
  readonly folder: string
  readonly made: string[] = []
  #app: Running | undefined

  constructor(folder: string) {
    this.folder = folder
  }

  async start(seconds = 0): Promise<void> {
    await mkdir(join(this.folder, "custom_nodes"), { recursive: true })
    await mkdir(join(this.folder, "tools"), { recursive: true })
    await this.pace(seconds)
    this.#app = await startComfyui({
      base: this.folder,
      faults: join(this.folder, "faults"),
      port: 0,
    })
  }

  /** Seconds that a job takes. */
  async pace(seconds: number): Promise<void> {
    await mkdir(join(this.folder, "faults"), { recursive: true })
    const text = String(seconds)
    await writeFile(join(this.folder, "faults", "job-seconds"), text)
  }

  get url(): string {
    return this.#app?.url ?? "http://127.0.0.1:1"
  }

  async stop(): Promise<void> {
    await this.#app?.stop()
    this.#app = undefined
  }

  /** A verb of /etc/sdops/app-queue; nft only says that it was called. */
  async queue(verb: string, shell = "sh"): Promise<void> {
    const program = `
      set -eu; export LC_ALL=C
      root=$1/root state_root=$1/state tools=$1/tools job_url=$2 port=1
      app_restart=drained quiet_hours=
      for tool in curl jq; do
        ln -sf "$(command -v $tool)" "$tools/$tool"
      done
      cat >"$tools/nft" <<END
#!/bin/sh
echo "\\$*" >>$1/nft
[ "\\$1" != list ] || exec test -e $1/closed
[ "\\$1" != -f ] || : >$1/closed
[ "\\$1" != delete ] || rm -f $1/closed
cat >/dev/null
END
      chmod +x "$tools/nft"
      say() { printf 'sdops: %s\\n' "$*" >&2; }
      . ${scripts}/intake.sh
      . ${scripts}/job-queue.sh
      . ${scripts}/quiet-hours.sh
      set -- ${verb}
      . ${scripts}/app-queue.sh`
    const words = ["-c", program, "sh", this.folder, this.url]
    await promisify(execFile)(shell, words)
  }

  async saved(): Promise<readonly string[]> {
    const files = await readdir(join(this.folder, "state/queue")).catch(
      () => [],
    )
    return files.filter((file) => /^\d+\.json$/.test(file))
  }

  async post(job: Record<string, unknown>): Promise<string> {
    const body = JSON.stringify(job).replaceAll('"SEED"', seed)
    const answer = await fetch(`${this.url}/prompt`, { body, method: "POST" })
    expect(answer.status).toBe(200)
    return ((await answer.json()) as { prompt_id: string }).prompt_id
  }

  async get<Answer>(path: string): Promise<Answer> {
    return (await fetch(`${this.url}${path}`)).json() as Promise<Answer>
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    await rm(this.folder, { force: true, recursive: true })
  }
}

/** As large as seeds get, which is more than a double holds. */
const seed = "18446744073709551615"
