import { createHash } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Folders } from "./folders.ts"
import type { NodeClass, NodeInfo, Work } from "./node.ts"
import { blur, noise, plain } from "./pictures.ts"
import { decodePng, type Picture } from "./png.ts"
import { dumps, loads, PythonError } from "./python.ts"
import { checkSafetensors } from "./safetensors.ts"
import { savePictures } from "./save.ts"

export type NodeClasses = { readonly [name: string]: NodeClass }

/** The classes that sdops uses; what they say of themselves is recorded. */
export function builtInNodes(): NodeClasses {
  const file = new URL("object-info.json", import.meta.url)
  const infos = loads(readFileSync(file, "utf8")) as unknown as {
    [name: string]: NodeInfo
  }
  return Object.fromEntries(
    Object.entries(behaviours).map(([name, behaviour]) => [
      name,
      { ...behaviour, info: infos[name] as NodeInfo },
    ]),
  )
}

type Latent = { width: number; height: number; batch: number; from: string }

const behaviours: { [name: string]: Omit<NodeClass, "info"> } = {
  CheckpointLoaderSimple: {
    run({ folders, inputs }) {
      const path = folders.file("checkpoints", String(inputs.ckpt_name))
      checkSafetensors(path)
      return { outputs: [`model ${path}`, `clip ${path}`, `vae ${path}`] }
    },
  },
  CLIPSetLastLayer: {
    run: ({ inputs }) => ({
      outputs: [`${inputs.clip} - ${inputs.stop_at_clip_layer}`],
    }),
  },
  CLIPTextEncode: {
    gpu: true,
    run: ({ inputs }) => ({ outputs: [`text ${String(inputs.text)}`] }),
  },
  EmptyImage: {
    run({ inputs }) {
      const [width, height] = [Number(inputs.width), Number(inputs.height)]
      const picture = plain(width, height, Number(inputs.color))
      return { outputs: [batch(picture, Number(inputs.batch_size))] }
    },
  },
  EmptyLatentImage: {
    run: ({ inputs }) => ({
      outputs: [
        {
          batch: Number(inputs.batch_size),
          from: "",
          height: Math.floor(Number(inputs.height) / 8) * 8,
          width: Math.floor(Number(inputs.width) / 8) * 8,
        } satisfies Latent,
      ],
    }),
  },
  ImageBlur: {
    gpu: true,
    run({ faults, inputs }) {
      const pictures = inputs.image as Picture[]
      if (faults.has("black-image")) return { outputs: [pictures.map(black)] }
      const [radius, sigma] = [inputs.blur_radius, inputs.sigma].map(Number)
      return {
        outputs: [
          pictures.map((one) => blur(one, radius as number, sigma as number)),
        ],
      }
    },
  },
  KSampler: {
    gpu: true,
    async run(work) {
      const steps = Number(work.inputs.steps)
      for (let step = 1; step <= steps; step++) {
        await work.sleep(0)
        work.progress(step, steps)
      }
      const latent = work.inputs.latent_image as Latent
      return { outputs: [{ ...latent, from: dumps(work.inputs) }] }
    },
  },
  LoadImage: {
    changed: (inputs, folders) => {
      const file = readFileSync(inputPath(String(inputs.image), folders))
      return createHash("sha256").update(file).digest("hex")
    },
    run({ folders, inputs }) {
      const name = String(inputs.image)
      const picture = decodePng(readFileSync(inputPath(name, folders)))
      if (picture === undefined) {
        throw new PythonError(
          "PIL.UnidentifiedImageError",
          `cannot identify image file '${inputPath(name, folders)}'`,
        )
      }
      return { outputs: [[picture], "mask"] }
    },
    validates: {
      image: (name, folders) =>
        existsSync(inputPath(name, folders)) || `Invalid image file: ${name}`,
    },
  },
  LoraLoader: {
    run({ folders, inputs }) {
      const path = folders.file("loras", String(inputs.lora_name))
      checkSafetensors(path)
      return {
        outputs: [`${inputs.model} + ${path}`, `${inputs.clip} + ${path}`],
      }
    },
  },
  PreviewImage: {
    run(work) {
      const prefix = `ComfyUI_temp_${work.suffix()}`
      return save(work, { level: 1, prefix, type: "temp" })
    },
  },
  SaveImage: {
    run(work) {
      const prefix = String(work.inputs.filename_prefix)
      return save(work, { level: 4, prefix, type: "output" })
    },
  },
  VAELoader: {
    run({ folders, inputs }) {
      const path = folders.file("vae", String(inputs.vae_name))
      checkSafetensors(path)
      return { outputs: [`vae ${path}`] }
    },
  },
  VAEDecode: {
    gpu: true,
    run({ faults, inputs, log }) {
      const latent = inputs.samples as Latent
      const picture = noise(latent.width, latent.height, latent.from)
      if (!faults.has("black-image")) {
        return { outputs: [batch(picture, latent.batch)] }
      }
      log("RuntimeWarning: invalid value encountered in cast")
      log("  img = Image.fromarray(np.clip(i, 0, 255).astype(np.uint8))")
      return { outputs: [batch(black(picture), latent.batch)] }
    },
  },
}

function batch(picture: Picture, size: number): Picture[] {
  return Array.from({ length: size }, () => picture)
}

function black({ height, width }: Picture): Picture {
  return plain(width, height, 0)
}

/** `name`, `sub/name` or `name [output]`. */
function inputPath(name: string, folders: Folders): string {
  const [, bare = name, type = "input"] =
    /^(.*) \[(input|output|temp)\]$/.exec(name) ?? []
  return join(folders[type as "input" | "output" | "temp"], bare)
}

function save(
  work: Work,
  where: { level: number; prefix: string; type: "output" | "temp" },
) {
  const pictures = work.inputs.images as Picture[]
  const folder = work.folders[where.type]
  return { ui: savePictures(pictures, { ...where, folder }, work) }
}
