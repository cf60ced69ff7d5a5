import { execFileSync } from "node:child_process"
import { cp, mkdir, readdir, rm, stat } from "node:fs/promises"
import { dirname, join } from "node:path"
import { textFiles } from "../../build/text-files.ts"
import { root } from "../../build/tree.ts"

// `npm run gpu-machine`: packs what a machine with a GPU needs to run the real
// ComfyUI and sdops' client against it, into .cache/gpu-machine.
const source = process.env["SDOPS_COMFYUI_SOURCE"]
if (source === undefined) {
  console.error("SDOPS_COMFYUI_SOURCE must name a checkout of ComfyUI")
  process.exit(2)
}
const folder = join(root, ".cache", "gpu-machine")
await rm(folder, { force: true, recursive: true })
await mkdir(join(folder, "wheels"), { recursive: true })

/** What ComfyUI wants beside a machine's own torch and its companions. */
const wanted = [
  "alembic",
  "annotated-types",
  "blake3",
  "comfy-aimdo==0.4.10",
  "comfy-kitchen==0.2.10",
  "glfw",
  "greenlet",
  "kornia",
  "kornia-rs",
  "mako",
  "pydantic",
  "pydantic-core",
  "pydantic-settings",
  "pyopengl",
  "python-dotenv",
  "simpleeval",
  "spandrel",
  "sqlalchemy",
  "torchsde",
  "trampoline",
  "typing-inspection",
]
const tags = ["manylinux_2_28", "manylinux_2_17", "manylinux2014"]
const platforms = [...tags.map((tag) => `${tag}_x86_64`), "any"].flatMap(
  (platform) => ["--platform", platform],
)
const download =
  "-m pip download --quiet --only-binary=:all: --no-deps " +
  "--python-version 3.12 --implementation cp --dest"
execFileSync(
  "python3",
  [...download.split(" "), join(folder, "wheels"), ...platforms, ...wanted],
  { stdio: "inherit" },
)
const { build } = await import("rolldown")
await build({
  external: ["cpu-features", /\.node$/u],
  input: join(import.meta.dirname, "drive.ts"),
  logLevel: "warn",
  output: {
    codeSplitting: false,
    file: join(folder, "drive.mjs"),
    format: "esm",
  },
  platform: "node",
  plugins: [textFiles],
})
const pack = (from: string, name: string): void => {
  const tar = ["--exclude=.git", "-C", dirname(from), "-cJf"]
  const base = from.slice(dirname(from).length + 1)
  execFileSync("tar", [...tar, join(folder, `${name}.tar.xz`), base], {
    env: { ...process.env, XZ_OPT: "-6 -T0" },
  })
}
pack(source, "comfyui")
pack(process.execPath, "node")
for (const file of ["av.py", "checkpoint.py", "run.sh"])
  await cp(join(import.meta.dirname, file), join(folder, file))
const sizes = await Promise.all(
  (await readdir(folder, { recursive: true })).map(
    async (name) => (await stat(join(folder, name))).size,
  ),
)
const bytes = sizes.reduce((total, size) => total + size, 0)
console.log(`${folder}: ${Math.round(bytes / 2 ** 20)} MiB`)
