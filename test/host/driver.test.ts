import { expect, test } from "vitest"
import modules from "../../src/host/driver/driver-modules.sh"
import { FakeRoot, runIn, shells } from "./local-shell.ts"

// Debian's busybox has a modprobe of its own, which it runs instead.
const others = shells.filter(([program]) => program !== "busybox")

/** A machine with the driver loaded, free, and a modprobe of its own. */
function machine(modprobe: string): Promise<FakeRoot> {
  const files = {
    "proc/uptime": "100.00 1.0\n",
    "sys/module/nvidia/holders/nvidia_uvm": "",
    "sys/module/nvidia/refcnt": "1\n",
    "sys/module/nvidia/version": "550.54.14\n",
    "sys/module/nvidia_uvm/refcnt": "0\n",
    "sys/module/nvidia_uvm/version": "550.54.14\n",
    "system/etc/modules-load.d/nixos.conf": "nvidia\nnvidia-uvm\nloop\n",
  }
  const rmmod = 'sys=${0%/system/*}/sys/module; rm -r "$sys/$1"'
  return FakeRoot.make(files, { modprobe, rmmod })
}

/** Loads as the kernel would: what is loaded already stays. */
const loads = (version: string) => `
  sys=\${0%/system/*}/sys/module
  for module in "$@"; do :; done
  echo "$*" >>"$sys/../calls"
  [ -d "$sys/$module" ] || { mkdir "$sys/$module"
    echo ${version} >"$sys/$module/version"; }`

async function run(root: FakeRoot, shell: readonly string[], lines: string) {
  const setup = `mkdir -p "$run_folder"
    open_wake
    trap ticker_end EXIT
    driver_loaded >"$run_folder/modules"
    code=0`
  const text = `${modules}\n${setup}\n${lines}\n`
  const variables = {
    driver_limit: "5",
    id: "d-1234",
    root: root.path,
  }
  const ran = await runIn(shell, text, variables)
  return ran
}

const reload = `driver_unload || code=$?
  driver_load "$root/system" 580.159.04 || code=$?
  echo "$code \${failed_cause:-none} \${failed_detail:-}"`

test.for(others)("%s: the modules of the system are loaded", async (shell) => {
  await using root = await machine(loads("580.159.04"))
  const { stdout } = await run(root, shell, `${reload}; cat "$root/sys/calls"`)
  const from = `-d ${root.at("system/kernel-modules")}`
  expect(stdout.trim().split("\n")).toEqual([
    "0 none ",
    `${from} nvidia`,
    `${from} nvidia_uvm`,
  ])
})

test.for(others)("%s: a modprobe that ignores -d is caught", async (shell) => {
  // As plain modprobe on NixOS: the booted system's module comes back.
  await using root = await machine(loads("550.54.14"))
  const { stdout } = await run(root, shell, reload)
  expect(stdout).toBe(
    "1 driver-load-failed the loaded module is 550.54.14, not 580.159.04\n",
  )
})

test.for(shells)(
  "%s: one module of another driver is caught",
  async (shell) => {
    await using root = await machine(loads("580.159.04"))
    const lines = `driver_loaded() { echo nvidia_uvm; }
    echo 580.159.04 >"$root/sys/module/nvidia/version"
    driver_is 580.159.04 || echo "$failed_detail"`
    const { stdout } = await run(root, shell, lines)
    expect(stdout).toBe("nvidia_uvm has version 550.54.14, not 580.159.04\n")
  },
)

test.for(shells)("%s: what is held is not unloaded", async (shell) => {
  await using root = await machine(loads("580.159.04"))
  await root.put("sys/module/nvidia/refcnt", "2\n")
  const lines = `see_uptime() { uptime=$(date +%s); }
    driver_free() { echo "$(driver_bound)"; return 1; }
    driver_unload || code=$?
    echo "$code"; driver_loaded`
  const { stdout } = await run(root, shell, lines)
  expect(stdout.split("\n")).toEqual([
    "nvidia: 2 references, 1 of them from modules",
    "1",
    "nvidia_uvm",
    "nvidia",
    "",
  ])
})

test.for(shells)("%s: a call that never ends is left behind", async (shell) => {
  await using root = await machine("")
  const lines = `see_uptime() { uptime=$(date +%s); }
    within 1 sleep 1000 || code=$?
    within 9 sh -c 'exit 7' || echo "$code $?"`
  expect((await run(root, shell, lines)).stdout).toBe("124 7\n")
})
