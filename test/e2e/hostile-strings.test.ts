import { createHash } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { expect } from "vitest"
import { known as all } from "../flake/hostile.ts"
import { makeFleet } from "../lab/fleet.ts"
import { test } from "../lab/test.ts"
import { deployed } from "./sdops.ts"

const weights = "weights, so to speak\n"
const hash = createHash("sha256").update(weights).digest("base64")

// systemd takes no unit file with a noncharacter (utf8_is_valid).
const known = all.map((text) => text.replaceAll("\u{10ffff}", ""))

/** Serves one model file to the host, whatever the path. */
async function serveModel(address: string) {
  const server = createServer((_, response) => response.end(weights))
  server.listen(0, address)
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${address}:${port}/a'b%20$c;d&e="f"\`g\``,
    async [Symbol.asyncDispose]() {
      server.close()
    },
  }
}

/** The deployed configuration's own copy of what the inventory says. */
const copy = `{ config, ... }: {
  environment.etc."sdlab-texts".text = builtins.toJSON {
    inherit (config.sdops.gpu) model;
    inherit (config.services.comfyui) extra-options;
    models = builtins.mapAttrs
      (_: builtins.mapAttrs (_: m: { inherit (m) format hash url; }))
      config.services.comfyui.models;
    url = config.services.comfyui.options.database-url;
  };
}`

test("hostile texts reach the deployed host unchanged", async ({ host }) => {
  await using server = await serveModel(`${host.lab.net}.1`)
  const { url } = server
  const model = { format: "pt", sha256: `sha256-${hash}`, url }
  const names = known.filter((text) => /^(?!\.{1,2}$)[^/]{1,200}$/s.test(text))
  const vae = Object.fromEntries(
    names.filter((name) => name !== "__proto__").map((name) => [name, model]),
  )
  const folder = '...a folder\'s "$name" `of` ${x} %h'
  const models = { [folder]: { "nothing; but": model }, vae }
  const joined = known.join("|")
  const words = known.filter((text) => /^[^- ]/.test(text))
  const extra = words.map((text) => `--front-end-version ${text}`)
  await using fleet = await makeFleet([host], {
    files: { [`${host.name}/copy.nix`]: copy },
    hosts: {
      [host.name]: {
        gpu: { model: joined },
        services: {
          comfyui: {
            "extra-options": extra,
            models,
            options: { "database-url": joined },
          },
        },
      },
    },
    more: { [host.name]: ["copy.nix"] },
  })

  const result = await deployed(fleet, host.name)
  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("committed")

  const texts = await host.exec(["cat", "/etc/sdlab-texts"])
  const { sha256, ...rest } = model
  const written = { ...rest, hash: sha256 }
  expect(JSON.parse(texts.stdout)).toEqual({
    "extra-options": extra,
    model: joined,
    models: {
      [folder]: { "nothing; but": written },
      vae: Object.fromEntries(Object.keys(vae).map((key) => [key, written])),
    },
    url: joined,
  })

  // As the app's process and its folders have them.
  const cmdline = await host.exec(
    'cat /proc/"$(systemctl show -P MainPID comfyui)"/cmdline',
  )
  const argv = cmdline.stdout.split("\0")
  expect(argv).toContain(`--database-url=${joined}`)
  const values = argv.filter((_, at) => argv[at - 1] === "--front-end-version")
  expect(values).toEqual(words)
  const found = await host.exec(
    "cd /var/lib/comfyui/models/vae; find . -type l -print0",
  )
  const links = found.stdout.split("\0").filter((link) => link !== "")
  const wanted = Object.keys(vae).map((name) => `./${name}.pt`)
  expect(links.toSorted()).toEqual(wanted.toSorted())
  const odd = `/var/lib/comfyui/models/${folder}/nothing; but.pt`
  expect((await host.exec(["cat", odd])).stdout).toBe(weights)
})
