import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import type { Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test as base } from "vitest"
import webuiSettings from "../../nix/modules/webui-settings.sh"
import { runIn, shells } from "../host/local-shell.ts"
import { webui } from "../standins/webui/webui.ts"

type Settings = Readonly<Record<string, unknown>>

/** A host's folders, and a web UI that starts and stops there. */
const test = base.extend("host", async ({ task }, { onCleanup }) => {
  const root = await mkdtemp(join(tmpdir(), "sdops-webui-"))
  const file = join(root, "config.json")
  const servers: Server[] = []
  let port = 0
  onCleanup(async () => {
    for (const server of servers) server.close()
    await rm(root, { force: true, recursive: true })
  })
  const run = (verb: string, shell: readonly string[] = ["dash"]) => {
    const script = `set -eu
      mkdir -p "$root/etc/sdops" "$root/bin"
      printf '%s' "$wanted" >"$root/etc/sdops/webui-settings.json"
      printf '#!/bin/sh\nexit %s\n' "$active" >"$root/bin/systemctl"
      chmod +x "$root/bin/systemctl"
      PATH=$root/bin:$PATH
      set -- ${verb}
      ${webuiSettings}`
    return runIn(shell, script, {
      active: servers.length > 0 ? "0" : "3",
      data: root,
      root,
      url: `http://127.0.0.1:${port}`,
      wanted: JSON.stringify(declared.settings),
    })
  }
  const declared = { settings: {} as Settings }
  return {
    declare: (settings: Settings) => void (declared.settings = settings),
    file,
    now: async () =>
      (await fetch(`http://127.0.0.1:${port}/sdapi/v1/options`)).json(),
    run,
    /** As the unit does it. */
    async start() {
      expect((await run("write")).exit).toBe(0)
      expect((await run("written")).exit).toBe(0)
      const server = webui(file)
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
      port = (server.address() as AddressInfo).port
      servers.push(server)
    },
    task,
  }
})

const jpg = { CLIP_stop_at_last_layers: 2, samples_format: "jpg" }

test.for(shells)(
  "they are there at its start, by %o",
  async (shell, { host }) => {
    host.declare(jpg)
    await writeFile(host.file, '{ "gallery_height": "90%" }')
    expect((await host.run("write", shell)).exit).toBe(0)
    await host.start()
    expect(await host.now()).toMatchObject({ ...jpg, gallery_height: "90%" })
    // Then there is nothing to change.
    expect((await host.run("change", shell)).stderr).toBe("")
  },
)

test.for(shells)(
  "a change is made as it runs, by %o",
  async (shell, { host }) => {
    host.declare(jpg)
    await host.start()
    host.declare({ ...jpg, samples_format: "webp" })
    const ran = await host.run("change", shell)
    expect(ran).toMatchObject({ exit: 0 })
    expect(ran.stderr).toContain("has the new settings")
    expect(await host.now()).toMatchObject({ samples_format: "webp" })
    const kept = JSON.parse(await readFile(host.file, "utf8"))
    expect(kept).toMatchObject({ samples_format: "webp" })
    // And back, as a rollback does.
    host.declare(jpg)
    expect((await host.run("change", shell)).exit).toBe(0)
    expect(await host.now()).toMatchObject(jpg)
  },
)

test.for([
  ["a checkpoint that it doesn't have", { sd_model_checkpoint: "gone" }],
  ["a setting that it doesn't know", { future_setting: true }],
  ["one that its API may not change", { api_useragent: "moose" }],
] as const)("%s is told, and fails", async ([, more], { host }) => {
  host.declare(jpg)
  await host.start()
  host.declare({ ...jpg, ...more })
  const ran = await host.run("change")
  expect(ran.exit).toBe(1)
  expect(ran.stderr).toMatch(/refuses a setting|has not taken: api_useragent/)
})

test("of one that doesn't run nothing is asked", async ({ host }) => {
  host.declare(jpg)
  expect(await host.run("change")).toMatchObject({ exit: 0, stderr: "" })
})

test("a file that is no JSON is set aside", async ({ host }) => {
  host.declare(jpg)
  await writeFile(host.file, "{ cut off")
  await host.start()
  expect(await host.now()).toMatchObject(jpg)
  expect(await readFile(`${host.file}.bad`, "utf8")).toBe("{ cut off")
})
