import { execFileSync } from "node:child_process"
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test as base } from "vitest"

const script = join(import.meta.dirname, "../../nix/modules/stop-comfyui.sh")

/** A curl that writes its calls and plays a server's queue, a line a look. */
const curl = `#!/bin/sh
cd "$(dirname "$0")"
for last; do :; done
echo "$last" >> calls
case $last in
  */queue)
    head -n 1 queue
    if [ "$(wc -l < queue)" -gt 1 ]; then sed -i 1d queue; fi
    ;;
esac
`

const test = base.extend<{ server: string }>({
  server: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "stop-comfyui-"))
    await writeFile(join(folder, "curl"), curl)
    await chmod(join(folder, "curl"), 0o755)
    await use(folder)
    await rm(folder, { recursive: true })
  },
})

/** The calls of a stop, whose server tells these queues one after another. */
async function stop(folder: string, queues: readonly string[]) {
  await writeFile(join(folder, "queue"), `${queues.join("\n")}\n`)
  execFileSync("/bin/sh", [script, join(folder, "curl"), "http://x:1"])
  return (await readFile(join(folder, "calls"), "utf8")).trim().split("\n")
}

const idle = '{"queue_running": [], "queue_pending": [[2, "b", {}]]}'
const running = (id: string) =>
  `{"queue_running": [[1.0, "${id}", {"1": {}}, {}]], "queue_pending": []}`

test("a running job is interrupted and waited for", async ({ server }) => {
  const calls = await stop(server, [running("a"), running("a"), idle])
  expect(calls).toEqual([
    "http://x:1/queue",
    "http://x:1/interrupt",
    "http://x:1/queue",
    "http://x:1/queue",
  ])
})

test("the job behind it is not waited for", async ({ server }) => {
  const calls = await stop(server, [running("a"), running("b")])
  expect(calls).toHaveLength(3)
})

test("without a running job nothing is interrupted", async ({ server }) => {
  expect(await stop(server, [idle])).toEqual(["http://x:1/queue"])
})

test("a server that is gone doesn't hold the stop", async ({ server }) => {
  expect(await stop(server, [""])).toEqual(["http://x:1/queue"])
})

test("a job that never notices doesn't hold it for long", async ({
  server,
}) => {
  const calls = await stop(server, [running("a")])
  expect(calls).toHaveLength(12)
})
