import { type HostFault, says } from "./fault.ts"

const module = "for f in /run/sdlab-gpu/nvidia /sys/module/nvidia/version; do"
const settings = "/etc/sdlab/gpu"

const unload = `mkdir /run/away; mv /run/sdlab-gpu/nvidia /run/away
    mv /sys/module/nvidia /sys/module/away
    mv /proc/driver/nvidia/version /proc/driver/nvidia/away`
const load = `mv /run/away/nvidia /run/sdlab-gpu; rmdir /run/away
    mv /sys/module/away /sys/module/nvidia
    mv /proc/driver/nvidia/away /proc/driver/nvidia/version`

// The bus of the outer machine, which a rehearsal host sees, is left out.
const bus = "/sys/bus/pci/devices"
const otherBus = `mount -t tmpfs bus ${bus}`
const ownBus = `umount ${bus}`

/** Of the GPU and its driver. */
export const gpuFaults: readonly HostFault[] = [
  [
    "gpu/driver-matches-library bad",
    "another module than the library",
    `cp /sys/module/nvidia/version /tmp/v; ${module} echo 550.54.14 >$f; done`,
    `${module} cat /tmp/v >$f; done`,
  ],
  [
    "gpu/module-loaded bad",
    "a module that was unloaded",
    `${otherBus}; ${unload}`,
    `${load}; ${ownBus}`,
  ],
  [
    "gpu/bound bad",
    "a GPU that was taken out",
    `${otherBus}; ${unload}
    mkdir ${bus}/0000:03:00.0; cd ${bus}/0000:03:00.0
    echo 0x030000 >class; echo 0x1a03 >vendor`,
    `${load}; ${ownBus}`,
  ],
  says("gpu/nvidia-smi bad", "an nvidia-smi that hangs", [
    `${settings}/faults/smi-hangs`,
    "",
  ]),
  [
    "gpu/device-nodes bad",
    "a device node that went",
    "mv /dev/nvidia-uvm /dev/away",
    "mv /dev/away /dev/nvidia-uvm",
  ],
  [
    "gpu/device-nodes bad",
    "a device node that only root may use",
    "chmod 600 /dev/nvidia0",
    "chmod 666 /dev/nvidia0",
  ],
  says("gpu/warnings warn", "a broken infoROM", [
    `${settings}/faults/info-rom`,
    "",
  ]),
  [
    "gpu/persistence warn",
    "a stopped daemon that keeps the GPU awake",
    `mkdir -p ${settings}; echo Off >${settings}/persistence
    systemctl stop nvidia-persistenced.service`,
    `rm ${settings}/persistence
    systemctl start nvidia-persistenced.service`,
  ],
  says("gpu/persistence warn", "a GPU that may sleep all the same", [
    `${settings}/persistence`,
    "Off",
  ]),
  says("gpu/throttling warn", "a GPU that is too hot", [
    `${settings}/hw_thermal_slowdown`,
    "Active",
  ]),
  says("gpu/throttling warn", "a GPU whose driver holds it back for heat", [
    `${settings}/sw_thermal_slowdown`,
    "Active",
  ]),
  says("gpu/throttling warn", "a weak power supply", [
    `${settings}/hw_power_brake_slowdown`,
    "Active",
  ]),
  says("gpu/memory bad", "memory of a GPU that can't be replaced", [
    `${settings}/remapped_rows.failure`,
    "Yes",
  ]),
  says("gpu/memory bad", "memory that the next reset replaces", [
    `${settings}/remapped_rows.pending`,
    "Yes",
  ]),
  says("gpu/memory bad", "pages that are retired at the next reset", [
    `${settings}/retired_pages.pending`,
    "Yes",
  ]),
  says("gpu/memory bad", "memory errors that could not be corrected", [
    `${settings}/ecc`,
    "3",
  ]),
]
