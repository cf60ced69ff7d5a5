import type { LabHost } from "../../lab/host.ts"
import { waitFor } from "../../lab/wait.ts"

/** The command line of the app's process. */
export async function processOf(host: LabHost): Promise<string> {
  const script = `
    pid=$(systemctl show -P MainPID comfyui.service)
    tr '\\0' ' ' </proc/$pid/cmdline`
  return (await host.exec(script)).stdout
}

/** What its present process has logged of failed imports. */
export async function failures(host: LabHost): Promise<string> {
  const script = `
    id=$(systemctl show -P InvocationID comfyui.service)
    journalctl -q -o cat _SYSTEMD_INVOCATION_ID=$id | grep -i 'failed' || true`
  return (await host.exec(script)).stdout
}

/** An address of it, from the outer machine. */
export const url = (
  { address }: LabHost,
  port: number,
  path = "/system_stats",
) => `http://${address}:${port}${path}`

/** Waits until it answers at a port; its version. */
export async function answers(host: LabHost, port: number): Promise<string> {
  const ask = async () => {
    const answer = await fetch(url(host, port)).catch(() => undefined)
    return answer?.ok ? answer.json() : undefined
  }
  const what = `${host.name} to answer at ${port}`
  const stats = await waitFor(ask, { deadline: 300, every: 1, what })
  return (stats as { system: { comfyui_version: string } }).system
    .comfyui_version
}

type Graph = Readonly<Record<string, unknown>>

/** A job that saves an image of one colour. */
export const picture = (color: number): Graph => ({
  "1": {
    class_type: "EmptyImage",
    inputs: { batch_size: 1, color, height: 64, width: 64 },
  },
  "2": {
    class_type: "SaveImage",
    inputs: { filename_prefix: "job", images: ["1", 0] },
  },
})

/** Puts a job into its queue. */
export async function post(host: LabHost, port: number, prompt: Graph) {
  const body = JSON.stringify({ prompt })
  const answer = await fetch(url(host, port, "/prompt"), {
    body,
    method: "POST",
  })
  if (answer.status !== 200) throw new Error(await answer.text())
}

/** A file among the app's own, as its user would put it there. */
export async function put(
  host: LabHost,
  path: string,
  text: string,
): Promise<void> {
  const script = `cd /var/lib/comfyui; mkdir -p "$(dirname '${path}')"
    cat >'${path}'; chown -R comfyui: "$(dirname '${path}')"`
  const { exit, stderr } = await host.exec(script, { input: text })
  if (exit !== 0) throw new Error(stderr)
}

/** The names of the images that jobs have left. */
export async function images(host: LabHost): Promise<string> {
  const script = "ls /var/lib/comfyui/output | grep '^job_' || true"
  return (await host.exec(script)).stdout.trim()
}
