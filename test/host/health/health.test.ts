import { mkdir, symlink } from "node:fs/promises"
import { dirname } from "node:path"
import { expect, test } from "vitest"
import { gpuStates } from "../../../src/gpu/gpu-state.ts"
import { lookAtHealth } from "../../../src/host/health/health.ts"
import { FakeRoot, shells } from "../local-shell.ts"
import { nothing } from "./nothing.ts"

const pci = "sys/bus/pci/devices"
const files = {
  "dev/nvidia-uvm": "",
  "dev/nvidia0": "",
  "proc/812/cgroup": "0::/system.slice/comfyui.service\n",
  "proc/812/fdinfo/4": "pos:\t0\ninotify wd:1 ino:2\ninotify wd:2 ino:3\n",
  "proc/812/fdinfo/5": "pos:\t0\n",
  // 8188, listening, socket 4711.
  "proc/net/tcp":
    "  sl  local rem\n" +
    "   0: 00000000:1FFC 00000000:0000 0A 0:0 0:0 0 0 0 4711 1\n",
  "proc/net/tcp6":
    "  sl  local rem\n" +
    "   0: 00000000000000000000000001000000:1FFC " +
    "00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 4712 1\n",
  "proc/sys/fs/inotify/max_user_instances": "128\n",
  "proc/sys/fs/inotify/max_user_watches": "65536\n",
  [`${pci}/0000:01:00.0/class`]: "0x030000\n",
  [`${pci}/0000:01:00.0/vendor`]: "0x10de\n",
  [`${pci}/0000:02:00.0/class`]: "0x020000\n",
  [`${pci}/0000:02:00.0/vendor`]: "0x8086\n",
  "sys/kernel/security/lockdown": "none [integrity] confidentiality\n",
  "sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c":
    "\x06\0\0\0\x01",
}
const log = "2026-11-28T10:00:00+0000 lithium kernel: NVRM: Xid (PCI:0:1): 79"
const programs = {
  journalctl: `case "$*" in *-k*-b*) echo '${log}' ;; *) exit 1 ;; esac`,
  // An older driver: one field that it doesn't know.
  "nvidia-smi": `case "$*" in
    *remapped_rows.failure*)
      echo 'Field "remapped_rows.failure" is not a valid field to query.'
      exit 2 ;;
    *) echo '0, [N/A], No, Enabled, Disabled, [N/A], Active, No, No, 91' ;;
  esac`,
  systemctl: "echo 'nixos-upgrade.timer loaded active waiting upgrade'",
}

async function hostWith(more: typeof programs): Promise<FakeRoot> {
  const root = await FakeRoot.make(files, more)
  const links = {
    "proc/812/fd/9": "socket:[4711]",
    [`${pci}/0000:01:00.0/driver`]: "../../../../bus/pci/drivers/nouveau",
  }
  for (const [path, target] of Object.entries(links)) {
    await mkdir(dirname(root.at(path)), { recursive: true })
    await symlink(target, root.at(path))
  }
  return root
}

test.for(shells)("%s tells what goes wrong over time", async (shell) => {
  await using root = await hostWith(programs)
  const seen = await lookAtHealth(root.shell(shell), {
    ...nothing,
    ports: [8188, 8189],
  })
  const uid = process.getuid?.() ?? 0
  expect(seen).toMatchObject({
    clockAhead: 0,
    deployers: ["nixos-upgrade.timer"],
    displays: [
      { address: "0000:01:00.0", driver: "nouveau", vendor: "0x10de" },
    ],
    inotify: {
      maxInstances: 128,
      maxWatches: 65_536,
      users: [{ instances: 1, uid, watches: 2 }],
    },
    kernelLog: [log],
    listeners: new Map([
      [
        8188,
        [
          { address: "0.0.0.0", holder: "comfyui.service" },
          { address: "::1", holder: "an unknown program" },
        ],
      ],
    ]),
    lockdown: true,
    secureBoot: true,
  })
  expect([...seen.nodes.keys()].map((name) => name.slice(-10))).toEqual([
    "ev/nvidia0",
    "nvidia-uvm",
  ])
  expect(gpuStates(seen.smi.fields, seen.smi.output)).toEqual([
    {
      awaitsReset: false,
      display: true,
      errors: 0,
      failing: false,
      index: "0",
      sleeps: true,
      slowed: "heat",
      temperature: 91,
    },
  ])
})

test.for(shells)("%s goes on without any of it", async (shell) => {
  const none = {
    journalctl: "exit 1",
    "nvidia-smi": "exit 9",
    systemctl: "exit 1",
  }
  await using root = await FakeRoot.make({}, none)
  const seen = await lookAtHealth(root.shell(shell), nothing)
  expect(seen).toMatchObject({
    clockAhead: 0,
    deployers: [],
    displays: [],
    inotify: undefined,
    kernelLog: [],
    lockdown: false,
    secureBoot: false,
  })
})

test.for([
  ["late", -3600],
  ["early", 3600],
] as const)("a clock that is %s is told", async ([, ahead]) => {
  const at = Math.floor(Date.now() / 1000) + ahead
  await using root = await FakeRoot.make({}, { date: `echo ${at}` })
  const seen = await lookAtHealth(root.shell(["dash"]), nothing)
  expect(Math.abs(seen.clockAhead - ahead)).toBeLessThan(30)
})

test.for(shells)(
  "%s tells which models are lost, and starts",
  async (shell) => {
    const folder = "var/lib/comfyui/models"
    await using root = await FakeRoot.make({
      [`${folder}/checkpoints/there.safetensors`]: "x",
      "run/current-system/etc/systemd/system/comfyui.service":
        "[Service]\nExecStart=\nExecStart=/bin/comfyui --port 8188\n",
    })
    await mkdir(root.at(`${folder}/loras`), { recursive: true })
    for (const name of ["gone.pt", "own lora.pt"])
      await symlink("/nowhere", root.at(`${folder}/loras/${name}`))
    const seen = await lookAtHealth(root.shell(shell), {
      ...nothing,
      models: {
        files: ["checkpoints/there.safetensors", "loras/gone.pt", "vae/no.pt"],
        folder: `/${folder}`,
      },
      units: ["comfyui.service", "other.service"],
    })
    expect(seen.lostModels).toEqual([
      { file: "loras/gone.pt", is: "dangling" },
      { file: "loras/own lora.pt", is: "dangling" },
      { file: "vae/no.pt", is: "missing" },
    ])
    expect(seen.starts).toEqual(
      new Map([["comfyui.service", "/bin/comfyui --port 8188"]]),
    )
  },
)

test.for(shells)("%s calls caches by themselves", async (shell) => {
  const curl = `asked=$(cat)
    case "$asked $*" in *secret*secret*) exit 9 ;; esac
    case $asked in
      *//well*) printf 200 ;;
      *//login*) printf 401 ;;
      *//page*) printf 404 ;;
      *) echo 'curl: (6) Could not resolve host: dead'; printf 000; exit 6 ;;
    esac`
  await using root = await FakeRoot.make({}, { curl })
  const caches = ["well", "login", "page", "u:secret@dead"].map(
    (name) => `https://${name}`,
  )
  const seen = await lookAtHealth(root.shell(shell), { ...nothing, caches })
  expect(seen.deadCaches).toEqual(
    new Map([
      ["https://page", "it answers 404"],
      ["https://u:secret@dead", "curl: (6) Could not resolve host: dead"],
    ]),
  )
})
