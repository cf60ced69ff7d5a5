import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { readTexts } from "../../src/fleet/gpus/read.ts"
import { hostGpus, type HostGpus } from "../../src/fleet/gpus/result.ts"
import { readGpus } from "../../src/host/driver/gpus.ts"
import { gpuText } from "../../src/output/text/gpu-text.ts"
import { themeFor } from "../../src/output/theme.ts"
import { FakeRoot, shells } from "../host/local-shell.ts"
import { inventoryHost } from "../deploy/facts.ts"

const fixtures = join(import.meta.dirname, "..", "fixtures", "nvidia")
const recorded = (name: string) =>
  readFileSync(join(fixtures, name), "utf8").trimEnd()

const uuid = "GPU-00000000-1111-2222-3333-444444444444"
const files = {
  "proc/481/cgroup": "0::/system.slice/comfyui.service\n",
  "proc/481/comm": "python3\n",
}

/** An nvidia-smi that knows all fields but some, as a real one says no. */
function smi(unknown: string, gpus: string, apps: string): string {
  return `for field in $(echo "\${2#*=}" | tr , ' '); do
    case ,${unknown}, in *",$field,"*)
      echo "Field \\"$field\\" is not a valid field to query."; echo; exit 2 ;;
    esac
  done
  case $2 in
    --query-gpu=*) printf '%s\\n' ${gpus} ;;
    *) printf '%s\\n' ${apps} ;;
  esac`
}

/** The recorded values of a GPU under load, in the order that we ask for. */
const [index = "", used = "", use = "", heat = "", draw = ""] =
  recorded("busy-query.txt").split(", ")
const values = [index, uuid, "NVIDIA H200", used, "143771", use, heat, draw]
const row = `'${[...values, "700.00"].join(", ")}'`

/** The recorded process, likewise; its program has a comma here. */
const [pid = "", , memory = ""] =
  recorded("busy-apps.txt").split("\n")[1]?.split(", ") ?? []
const process = `'${pid}, ${uuid}, ${memory.replace(" MiB", "")}, a, b'`

async function look(
  shell: readonly string[],
  programs: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
  vendor: "amd" | "none" | "nvidia" = "nvidia",
): Promise<HostGpus> {
  await using root = await FakeRoot.make({ ...files, ...more }, programs)
  const texts = await readGpus(root.shell(shell))
  const host = inventoryHost({ gpu: { vendor } })
  return hostGpus.parse({ host: "lithium", ...readTexts(host, texts) })
}

describe.for(shells)("%s", (shell) => {
  test("tells what a GPU does, and for whom", async () => {
    const programs = { "nvidia-smi": smi("none", row, process) }
    expect(await look(shell, programs)).toEqual({
      gpus: [
        {
          index: 0,
          "memory-mib": 1011,
          name: "NVIDIA H200",
          "power-limit-watts": 700,
          "power-watts": 695.43,
          processes: [
            {
              "memory-mib": 1002,
              name: "a, b",
              pid: 481,
              unit: "comfyui.service",
            },
          ],
          temperature: 60,
          "total-mib": 143_771,
          use: 98,
          uuid,
        },
      ],
      host: "lithium",
      remarks: [],
    })
  })

  test("leaves out what a GPU or its driver doesn't know", async () => {
    const old = `'0, ${uuid}, Tesla K80, [N/A], 11441, [Not Supported], 40'`
    const programs = { "nvidia-smi": smi("power.draw,power.limit", old, "''") }
    const seen = await look(shell, programs)
    expect(seen).toMatchObject({
      gpus: [{ name: "Tesla K80", processes: [], temperature: 40 }],
    })
    const [gpu] = "gpus" in seen ? seen.gpus : []
    expect(Object.keys(gpu ?? {}).toSorted()).toEqual([
      "index",
      "name",
      "processes",
      "temperature",
      "total-mib",
      "uuid",
    ])
  })

  test("reads AMD's from the kernel, as far as it tells", async () => {
    const card = "sys/class/drm/card1/device"
    const seen = await look(
      shell,
      {},
      {
        "sys/class/drm/card1-DP-1/device/vendor": "0x1002\n",
        [`${card}/gpu_busy_percent`]: "37\n",
        [`${card}/hwmon/hwmon4/power1_average`]: "91000000\n",
        [`${card}/hwmon/hwmon4/temp1_input`]: "51000\n",
        [`${card}/mem_info_vram_total`]: "25753026560\n",
        [`${card}/mem_info_vram_used`]: "1073741824\n",
        [`${card}/vendor`]: "0x1002\n",
      },
      "amd",
    )
    expect(seen).toMatchObject({
      gpus: [
        {
          index: 0,
          "memory-mib": 1024,
          name: "AMD Radeon",
          "power-watts": 91,
          temperature: 51,
          use: 37,
        },
      ],
    })
  })
})

test.for([
  ["no nvidia-smi", {}, "nvidia", /no NVIDIA GPU answers/],
  [
    "a driver that doesn't fit",
    { "nvidia-smi": `printf '%s\\n' "${recorded("mismatch.txt")}"; exit 18` },
    "nvidia",
    /doesn't fit its library/,
  ],
  ["no AMD card", {}, "amd", /no AMD GPU answers/],
] as const)(
  "%s is an error with a cure",
  async ([, programs, vendor, says]) => {
    await expect(look(["dash"], programs, {}, vendor)).rejects.toThrow(says)
  },
)

test("a host that declares no GPU and has none is no failure", async () => {
  const seen = await look(["dash"], {}, {}, "none")
  expect(seen).toEqual({ gpus: [], host: "lithium", remarks: [] })
})

test("the table at 80 columns", async () => {
  const busy = await look(["dash"], { "nvidia-smi": smi("x", row, process) })
  const none: HostGpus = { gpus: [], host: "argon", remarks: [] }
  const theme = themeFor(globalThis.process.stdout, { colour: false })
  const options = { columns: 80, now: new Date(), theme }
  expect(gpuText([busy, none], options)).toBe(`\
host        gpu   use   memory            temp   power
lithium  0  H200  98 %  1.0 of 140.4 GiB  60 °C  695 of 700 W
            comfyui.service: a, b (481), 1.0 GiB
argon    no GPU`)
})
