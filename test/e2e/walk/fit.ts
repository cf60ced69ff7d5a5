import { cp, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../../cli/sdops.ts"
import { pngOf } from "../../images/carriers.ts"
import { python, words } from "../../images/graphs.ts"
import type { LabHost } from "../../lab/host.ts"
import { lora, sdxl, vae } from "../../models/corpus.ts"
import { type ModelSites, modelSites } from "../../models/sites.ts"
import { editYaml, usual } from "../adopting.ts"
import { letIn } from "../builder.ts"
import type { Place } from "./place.ts"

const loraFile = { content: lora, name: "ink.safetensors", primary: true }

/** The models that the pages name, as their sites have them. */
const corpus = {
  models: [
    {
      id: 257749,
      name: "Pony Diffusion V6 XL",
      type: "Checkpoint",
      versions: [
        {
          files: [{ content: sdxl, name: "pony.safetensors", primary: true }],
          id: 290640,
        },
      ],
    },
    {
      id: 328553,
      name: "Ink",
      type: "LORA",
      versions: [
        { files: [loraFile], id: 368189 },
        { files: [loraFile], id: 398292 },
      ],
    },
  ],
  repositories: {
    "stabilityai/sdxl-vae": {
      files: { "diffusion_pytorch_model.safetensors": vae },
    },
  },
}

/** The model sites of the pages, as rehearsal hosts reach them. */
export function sites(host: LabHost): Promise<ModelSites> {
  return modelSites(corpus, `${host.lab.net}.1`)
}

const download = "https://civitai.com/api/download/models"

/** What the example fleet declares, with the hashes of these files. */
const models = {
  checkpoints: {
    "pony-xl-v6": {
      format: "safetensors",
      sha256: sdxl.sha256,
      url: `${download}/290640`,
    },
  },
  loras: {
    "pony-xl-v6-artist-styles": {
      format: "safetensors",
      sha256: lora.sha256,
      url: `${download}/398292`,
    },
  },
}

/**
 * Makes the fleet of the quick start the one that the pages are about: with the
 * example's models, images and rollouts, tags, secrets, a cache and a builder.
 */
export async function fit(
  { fleet, top }: Place,
  host: LabHost,
  { mirrors }: ModelSites,
): Promise<void> {
  for (const part of ["images", "rollouts"])
    await cp(join(root, part), join(fleet, part), { recursive: true })
  await writeFile(
    join(fleet, "picture.png"),
    pngOf([["prompt", python(words)]]),
  )
  const secret = join(top, "cache.netrc")
  await writeFile(secret, "machine cache.lan login ada password x\n")
  await editYaml({ root: fleet }, "fleet", (about) => ({
    ...about,
    "model-sites": {
      civitai: { ...mirrors.civitai, token: "env:CIVITAI_TOKEN" },
      "hugging-face": mirrors.huggingFace,
    },
  }))
  await editYaml({ root: fleet }, "lithium", (about) => {
    const services = Object(about["services"])
    return {
      ...about,
      secrets: { netrc: { from: `file:${secret}` } },
      services: {
        ...services,
        comfyui: { ...Object(services["comfyui"]), models },
      },
      tags: ["canary", "closet"],
    }
  })
  // NixOS has it in its system path (config/system-path.nix); they have not.
  await host.exec("ln -sfn /usr/bin/curl /run/wrappers/bin/curl")
}

/** Declares the builder that a page removes, which nobody runs. */
export async function addArgon({ fleet }: Place): Promise<void> {
  const argon = { address: "argon.lan" }
  await editYaml({ root: fleet }, "fleet", (about) => ({
    ...about,
    builders: { ...Object(about["builders"]), argon },
  }))
}

/** Declares the cache that a page removes. */
export async function addPublicCache({ fleet }: Place): Promise<void> {
  const url = "https://cache.nixos-cuda.org"
  const key =
    "cache.nixos-cuda.org:74DUi4Ye579gUqzH4ziL9IyiJBlDpMRn9MBN8oNan9M="
  await editYaml({ root: fleet }, "fleet", (about) => ({
    ...about,
    caches: [{ key, url }],
  }))
}

/** Has the host's root log in to it by other names. */
export async function addPeers(host: LabHost): Promise<void> {
  await letIn(host, host)
  await host.exec(`
    mkdir -p /root/.ssh
    {
      echo 'Host cache.lan'
      echo '  IdentityFile /etc/ssh/ssh_host_ed25519_key'
      echo '  StrictHostKeyChecking accept-new'
    } >>/root/.ssh/config`)
}

/** A host's own configuration, by which it has names and a port more. */
export async function ownConfiguration(
  host: LabHost,
): Promise<Record<string, string>> {
  const files = await usual(host)
  const text = files["configuration.nix"] ?? ""
  const more = `
  networking.extraHosts = "127.0.0.1 cache.lan krypton.lan";
  services.openssh.ports = [
    22
    2222
  ];
}
`
  return { ...files, "configuration.nix": text.replace(/\n\}\n*$/u, more) }
}
