// npm run demo: a rehearsal host named lithium, deployed by sdops.
import { spawn } from "node:child_process"
import { join } from "node:path"
import { demoFleet } from "./demo/fleet.ts"
import { latestImage } from "./demo/image.ts"
import { LabHost } from "./host.ts"
import { LabMissing } from "./problem.ts"
import { requireLab } from "./requirements.ts"
import { labFrom } from "./settings.ts"
import { up } from "./up.ts"

const sdops = join(import.meta.dirname, "../../bin/run.js")

try {
  process.exitCode = await demo()
} catch (error) {
  if (!(error instanceof LabMissing)) throw error
  console.error(`The demo can't run here: ${error.message}.`)
  process.exitCode = 1
}

async function demo(): Promise<number> {
  const lab = labFrom(process.env)
  await requireLab(lab)
  await import("../../build/build.ts")
  say("bringing up the rehearsal host lithium (40 s the first time)")
  await up(lab, [{ name: "lithium" }])
  const host = await LabHost.of(lab, "lithium")
  const fleet = await demoFleet(host)
  say(`sdops deploy lithium --yes   (the fleet: ${fleet.root}/hosts)`)
  const before = await host.system()
  const code = await deploy(fleet.environment)
  if (code !== 0) return code
  const { current } = await host.system()
  if (current === before.current) await showEarlier(host, fleet.root)
  say(`ComfyUI: http://${host.address}:8188`)
  say("look around: npm run lab -- ssh lithium")
  say("take it down: npm run lab -- down lithium")
  return 0
}

/** What a deployment reports when it changes something, shown again. */
async function showEarlier(host: LabHost, root: string): Promise<void> {
  say("nothing was to be done; the GPU and the image of the last deployment:")
  const path = "/run/wrappers/bin:/run/current-system/sw/bin"
  const smi = await host.exec(["env", `PATH=${path}`, "nvidia-smi"])
  console.log(smi.stdout.trimEnd())
  console.log((await latestImage(root, host.name)) ?? "no image is kept")
}

async function deploy(
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const child = spawn(process.execPath, [sdops, "deploy", "lithium", "--yes"], {
    env: { ...process.env, ...environment },
    stdio: "inherit",
  })
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code) => resolve(code ?? 1))
  })
}

function say(line: string): void {
  console.log(`demo: ${line}`)
}
