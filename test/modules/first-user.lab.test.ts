import { readFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { expect } from "vitest"
import type { LabHost } from "../lab/host.ts"
import { test } from "../lab/test.ts"
import {
  isMissing,
  libraries,
  type Library,
} from "../standins/nixpkgs/libraries.ts"
import { evaluator } from "../standins/nixpkgs/on-host.ts"
import { forWebui, machine, wordsOf } from "./machine.ts"

const folder = join(import.meta.dirname, "../fixtures/first-user")

function written(name: string): Promise<string> {
  return readFile(join(folder, name), "utf8")
}

/** The line that a declaration of his starts the web UI by. */
async function line(host: LabHost, library: Library, declaration: string) {
  const evaluate = await evaluator(host, library)
  const result = await evaluate(`(system [
    ${machine} ${forWebui(library)} { ${declaration} }
  ]).systemd.services.stable-diffusion-webui.serviceConfig.ExecStart`)
  if (!result.ok) throw new Error(result.error)
  const [program = "", ...words] = wordsOf(result.value as string)
  return [`./${basename(program)}`, ...words].join(" ")
}

const ours = "--port=7860 --data-dir=/var/lib/stable-diffusion-webui"

for (const library of libraries) {
  const it = test.skipIf(isMissing(library))

  it(`his first declaration is enough, in ${library}`, async ({ host }) => {
    const declaration = await written("enable.nix")
    expect(await line(host, library, declaration)).toBe(`./webui.sh ${ours}`)
  })

  it(`his options mean what he says of them, in ${library}`, async ({
    host,
  }) => {
    const declaration = await written("options.nix")
    expect(await line(host, library, declaration)).toBe(
      `./webui.sh --lowvram --listen --api ${ours} ` +
        "--future-arg --future-arg-with-value foo",
    )
  })

  it(`his line is declared word for word, in ${library}`, async ({ host }) => {
    const typed = (await written("webui.txt")).trim().replaceAll(" –", " --")
    const found = await line(
      host,
      library,
      `services.stable-diffusion-webui = {
        enable = true;
        options = {
          allow-external-requests = true;
          disable-model-loading-ram-optimization = true;
          enable-api = true;
          video-ram = "low";
        };
      };`,
    )
    expect(found).toBe(`${typed} ${ours}`)
  })

  it.for([
    ['vendor = "nvidia"; compute-capability = "12.0"', "no kernels for 12.0"],
    ['vendor = "amd"', "not on AMD's GPUs"],
  ] as const)(
    `its package refuses a host with %s, in ${library}`,
    async ([gpu, said], { host }) => {
      const evaluate = await evaluator(host, library)
      const result = await evaluate(`
        let c = system [
          ${machine} ${forWebui(library)}
          { sdops.gpu = { ${gpu}; };
            services.stable-diffusion-webui.enable = true; }
        ]; in map (one: one.message)
          (builtins.filter (one: !one.assertion) c.assertions)`)
      if (!result.ok) throw new Error(result.error)
      expect((result.value as string[]).join("\n")).toContain(said)
    },
  )
}
