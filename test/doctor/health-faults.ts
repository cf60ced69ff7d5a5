import type { HostFault } from "./host-faults.ts"
import { listening } from "./sights.ts"

/** A line of the kernel's log, as journalctl -o short-iso prints it. */
const kernel = (said: string): string =>
  `2026-11-28T10:00:00+0000 lithium kernel: ${said}`
const log = (...said: readonly string[]) => ({
  health: { kernelLog: said.map(kernel) },
})
const xid = (number: number) =>
  log(`NVRM: Xid (PCI:0000:08:00): ${number}, pid=4242, name=python3`)
const dark = { smi: { exit: 6, output: "No devices were found" } }
const inotify = { maxInstances: 128, maxWatches: 65_536 }
const watcher = { instances: 3, uid: 1000, watches: 9 }
const nodes = new Map([
  ["/dev/nvidia0", "666"],
  ["/dev/nvidiactl", "666"],
])

/** What is wrong with a host's hardware, limits and company. */
export const healthFaults: readonly HostFault[] = [
  ["Xid 31", xid(31), "gpu/xid", "warn", "Xid 31 of 0000:08:00: a memory"],
  ["Xid 13", xid(13), "gpu/xid", "warn", "a kernel of the app failed"],
  ["an Xid not listed", xid(154), "gpu/xid", "warn", "Xid 154 of 0000:08:00"],
  ["Xid 48", xid(48), "gpu/xid", "bad", "could not be corrected"],
  ["Xid 64", xid(64), "gpu/xid", "bad", "could not be replaced"],
  ["Xid 79", xid(79), "gpu/xid", "bad", "fallen off the bus"],
  ["Xid 119", xid(119), "gpu/xid", "bad", "doesn't answer"],
  [
    "the worst of several Xids",
    log(
      "NVRM: Xid (PCI:0000:08:00): 79, GPU has fallen off the bus.",
      "NVRM: Xid (PCI:0000:08:00): 31, pid=1",
    ),
    "gpu/xid",
    "bad",
    "Xid 79",
  ],
  [
    "nouveau",
    {
      health: {
        displays: [
          { address: "0000:01:00.0", driver: "nouveau", vendor: "0x10de" },
        ],
      },
    },
    "gpu/bound",
    "bad",
    "nouveau holds the GPU at 0000:01:00.0",
  ],
  [
    "no node of the memory driver",
    { health: { nodes } },
    "gpu/device-nodes",
    "bad",
    "/dev/nvidia-uvm is missing",
  ],
  [
    "a node that is root's alone",
    { health: { nodes: new Map([...nodes, ["/dev/nvidia-uvm", "600"]]) } },
    "gpu/device-nodes",
    "bad",
    "/dev/nvidia-uvm is closed to other users: mode 600",
  ],
  [
    "memory errors",
    { gpu: { errors: 3, index: "1" } },
    "gpu/memory",
    "bad",
    "GPU 1: 3 memory errors",
  ],
  [
    "bad memory that waits for a reset",
    { gpu: { awaitsReset: true } },
    "gpu/memory",
    "bad",
    "at the next reset",
  ],
  [
    "bad memory that nothing replaces",
    { gpu: { failing: true } },
    "gpu/memory",
    "bad",
    "replace the GPU",
  ],
  [
    "heat",
    { gpu: { slowed: "heat", temperature: 91 } },
    "gpu/throttling",
    "warn",
    "it is too hot, 91 °C",
  ],
  [
    "a weak power supply",
    { gpu: { slowed: "power" } },
    "gpu/throttling",
    "warn",
    "power supply",
  ],
  [
    "a clock that is late",
    { health: { clockAhead: -90 } },
    "system/clock",
    "warn",
    "90 s behind",
  ],
  [
    "a clock of another day",
    { health: { clockAhead: 86_400 } },
    "system/clock",
    "bad",
    "86400 s ahead",
  ],
  [
    "memory errors that were corrected",
    log("EDAC MC0: 1 CE memory read error on CPU_SrcID#0"),
    "system/memory",
    "bad",
    "memory errors",
  ],
  [
    "a machine check",
    log("mce: [Hardware Error]: Machine check events logged"),
    "system/memory",
    "bad",
    "memory errors",
  ],
  [
    "a compiler that crashed",
    log("cc1plus[812]: segfault at 8 ip 0000 sp 0000 error 4 in cc1plus"),
    "system/memory",
    "bad",
    "compilers crashed",
  ],
  [
    "a compiler of CUDA that crashed",
    log("traps: cicc[812] general protection fault ip:0 sp:0 error:0"),
    "system/memory",
    "bad",
    "compilers crashed",
  ],
  [
    "a lack of memory",
    log("Out of memory: Killed process 812 (python3) total-vm:1kB"),
    "system/memory",
    "warn",
    "want of memory",
  ],
  [
    "an upgrade by the clock",
    { health: { deployers: ["nixos-upgrade.timer"] } },
    "system/deployers",
    "warn",
    "nixos-upgrade.timer also deploys here",
  ],
  [
    "watches used up",
    {
      health: {
        inotify: { ...inotify, users: [{ ...watcher, watches: 65_000 }] },
      },
    },
    "system/inotify",
    "warn",
    "fs.inotify.max_user_watches",
  ],
  [
    "instances used up",
    {
      health: {
        inotify: { ...inotify, users: [{ ...watcher, instances: 128 }] },
      },
    },
    "system/inotify",
    "warn",
    "user 1000 has 128 of 128",
  ],
  [
    "inodes used up",
    { health: { inodes: [{ free: 5, place: "nix", total: 1000 }] } },
    "disk/inodes",
    "bad",
    "/nix has 5 of 1000",
  ],
  [
    "few inodes",
    { health: { inodes: [{ free: 30, place: "boot", total: 1000 }] } },
    "disk/inodes",
    "warn",
    "/boot has 30 of 1000",
  ],
  [
    "a port that another has taken",
    { health: { listeners: listening("nginx.service", "0.0.0.0") } },
    "app/port",
    "bad",
    "nginx.service has port 8188, which is comfyui.service's",
  ],
  [
    "an app that listens to everybody",
    { health: { listeners: listening("comfyui.service", "0.0.0.0") } },
    "app/port",
    "warn",
    "comfyui.service listens at 0.0.0.0, but 127.0.0.1 is declared",
  ],
]

/** Hosts whose GPU is dark, and what the kernel says about that. */
export const darkGpus: readonly (readonly [
  what: string,
  given: HostFault[1],
  check: string,
  says: string,
])[] = [
  [
    "a GPU that the driver has dropped",
    {
      ...dark,
      ...log(
        "NVRM: The NVIDIA GeForce GTX 1060 6GB GPU installed in this system is",
        "NVRM:  supported through the NVIDIA 580.xx Legacy drivers.",
      ),
    },
    "gpu/refused",
    "wants a legacy branch",
  ],
  [
    "an open module on a GPU without GSP",
    {
      ...dark,
      ...log(
        "NVRM: installed in this system is not supported by open nvidia.ko",
      ),
    },
    "gpu/refused",
    "wants the closed one",
  ],
  [
    "a module that isn't signed",
    {
      ...dark,
      ...log("Lockdown: modprobe: unsigned module loading is restricted"),
    },
    "gpu/refused",
    "isn't signed",
  ],
]
