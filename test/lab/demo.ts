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
  const code = await deploy(fleet.environment)
  if (code !== 0) return code
  say("nvidia-smi on lithium")
  const path = "/run/wrappers/bin:/run/current-system/sw/bin"
  const smi = await host.exec(["env", `PATH=${path}`, "nvidia-smi"])
  console.log(smi.stdout.trimEnd())
  const image = await latestImage(host)
  say(image === undefined ? "no image was made" : `the image: ${image}`)
  say(`ComfyUI: http://${host.address}:8188`)
  say("look around: npm run lab -- ssh lithium")
  say("take it down: npm run lab -- down lithium")
  return 0
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
