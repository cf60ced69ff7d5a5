import { expect, test } from "vitest"
import { probe } from "../../../src/host/probe/probe.ts"
import { FakeRoot, shells } from "../local-shell.ts"

const entry = "boot/loader/entries/nixos-generation-7.conf"
const system = "/nix/store/f5zmfgf19c8bm3pf1jrp0bjzv2fqv163-nixos-system-x-1"
const models = "/nix/store/a5zmfgf19c8bm3pf1jrp0bjzv2fqv163-models"
const files = {
  "boot/loader/loader.conf": "timeout 3\ndefault nixos-generation-7.conf\n",
  "etc/NIXOS": "",
  "etc/machine-id": "7edefad4a3704454b8696d601e04262c\n",
  "nix/var/nix/.keep": "",
  "proc/driver/nvidia/version": "NVRM version: 580.159.04",
  "proc/7/cmdline": `python\0--models=${models}/x\0`,
  "proc/uptime": "350735.47 234388.90\n",
  "proc/sys/kernel/hostname": "lithium\n",
  "proc/sys/kernel/random/boot_id": "496cce94-13dc-4ab0-afff-a66f5bb2196a\n",
  "sys/module/nvidia/holders/nvidia_uvm/.keep": "",
  "sys/module/nvidia/refcnt": "3\n",
  "sys/module/nvidia/version": "580.159.04\n",
  "system/etc/sdops/host.json": JSON.stringify({
    apps: [{ name: "comfyui", port: 8188, unit: "comfyui.service" }],
    driver: { version: "580.159.04" },
    gpu: { vendor: "nvidia" },
    name: "lithium",
  }),
  "system/switch-inhibitors": "{}",
  [entry]: `title NixOS\noptions init=${system}/init quiet\n`,
}
const programs = {
  nix: `case "$*" in
    --version) echo "nix (Nix) 2.26.3" ;;
    *"config show"*) echo "cores = 0"; echo "substituters = https://a.org" ;;
    *"store info"*) echo "Store URL: daemon\nTrusted: 1" >&2 ;;
  esac`,
  "nix-store": "exit 0",
  "nixos-version": `echo '{"nixosVersion":"26.05"}'`,
  "nvidia-smi": "echo '0, GPU-1, NVIDIA H200, 580.159.04, 143771, 9.0'",
  systemctl: `case "$1" in
    show) printf 'Names=comfyui.service other.service\nMainPID=7
ActiveState=active\nExecStart={ path=%s }\n\nNames=sshd.service\n' \
      ${system}/bin/comfyui ;;
    list-units) case "$*" in *failed*) echo "old.service l failed failed" ;;
      esac ;;
  esac`,
}

test.for(shells)("%s reads every fact", async (shell) => {
  await using root = await FakeRoot.make(files, programs)
  const facts = await probe(root.shell(shell), {
    store: true,
    units: ["sshd.service"],
  })
  expect(facts).toMatchObject({
    bootDefault: system,
    bootId: "496cce94-13dc-4ab0-afff-a66f5bb2196a",
    busy: [],
    deployments: { lock: undefined, records: [] },
    errors: {},
    failed: ["old.service"],
    hostname: "lithium",
    inhibitors: "{}",
    nixSettings: "substituters = https://a.org",
    nixVersion: "nix (Nix) 2.26.3",
    nixos: true,
    nvidiaModule: "580.159.04",
    nvidiaReferences: "nvidia 3 nvidia_uvm,",
    smiExit: 0,
    storeValid: true,
    switchLock: "",
    trusted: true,
    units: ["sshd.service", "comfyui.service"],
    uptime: 350_735.47,
  })
  expect(facts.sizeNix).toBeGreaterThan(facts.freeNix ?? 0)
  expect(facts.hostFile?.name).toBe("lithium")
  expect(facts.apps[0]).toMatchObject({
    ActiveState: "active",
    paths: [models, system],
    unit: "comfyui.service",
  })
})

test.for(shells)("%s says why a fact is missing", async (shell) => {
  await using root = await FakeRoot.make(
    { ...files, "etc/NIXOS": "", [entry]: "title no options\n" },
    { ...programs, "nixos-version": "echo broken >&2; exit 3" },
  )
  const facts = await probe(root.shell(shell), { units: [] })
  expect(facts.nixosVersion).toBeUndefined()
  expect(facts.errors).toEqual({ nixosVersion: "broken" })
  expect(facts.bootDefault).toBe(
    "unknown: the entry nixos-generation-7.conf has no init=",
  )
})

test.for(shells)("%s tells what is late from what is wrong", async (shell) => {
  await using root = await FakeRoot.make(files, {
    ...programs,
    nix: `case "$*" in *"--store daemon"*) exit 124 ;; *info*) exit 1 ;; esac`,
  })
  const facts = await probe(root.shell(shell), { store: true, units: [] })
  expect(facts.late).toEqual(["storeInfo"])
  expect(Object.keys(facts.errors)).toEqual(["storeInfo", "ownStoreInfo"])
})

test.for(shells)("%s tells a part that was killed", async (shell) => {
  await using root = await FakeRoot.make(files, {
    ...programs,
    // Kills the part that has asked it.
    nix: `at=$PPID
      while [ "$at" -gt 1 ]; do
        case $(readlink /proc/$at/fd/1) in
          *nix_facts.facts) kill -KILL $at; exit ;;
        esac
        read -r _ _ _ at _ </proc/$at/stat
      done`,
  })
  const probing = probe(root.shell(shell), { units: [] })
  await expect(probing).rejects.toMatchObject({
    code: "SDOPS_HOST_SCRIPT",
    evidence: expect.arrayContaining([
      expect.stringContaining("nix_facts was killed"),
    ]),
  })
})

test.each([
  ["exit 0", true],
  ["echo \"error: path '$2' is not valid\" >&2; exit 1", false],
  ["echo 'error: database is busy' >&2; exit 1", undefined],
  ["exit 124", undefined],
])("a store that says %s: valid is %s", async (says, valid) => {
  await using root = await FakeRoot.make(files, {
    ...programs,
    "nix-store": says,
  })
  const asked = { store: true, units: [] }
  const facts = await probe(root.shell(["dash"]), asked)
  expect(facts.storeValid).toBe(valid)
})

test.for(shells)("%s leaves nothing behind", async (shell) => {
  await using root = await FakeRoot.make(files, programs)
  const { readdir } = await import("node:fs/promises")
  await probe(root.shell(shell), { units: [] })
  expect(await readdir(root.at("run"))).toEqual(["current-system"])
})

test("a file of another version doesn't stop the probe", async () => {
  const strange = { "system/etc/sdops/host.json": '{"name":7}' }
  await using root = await FakeRoot.make({ ...files, ...strange }, programs)
  const facts = await probe(root.shell(["dash"]), { units: [] })
  expect(facts.hostFile).toBeUndefined()
})

// A driver that knows some fields only, as 470 has no compute_cap.
const oldSmi = (known: string) => `asked=\${2#--query-gpu=}
  for field in $(echo "$asked" | tr , ' '); do
    case ,${known}, in *",$field,"*) ;; *)
      echo "Field \\"$field\\" is not a valid field to query."; echo
      exit 2 ;;
    esac
  done
  echo "$asked"`

test.for([
  ["index,uuid,name,driver_version,memory.total,compute_cap"],
  ["index,uuid,name,driver_version,memory.total"],
  ["index,name,driver_version"],
] as const)(
  "a driver that knows only %s is asked for that",
  async ([known]) => {
    const asked = { ...programs, "nvidia-smi": oldSmi(known) }
    await using root = await FakeRoot.make(files, asked)
    const facts = await probe(root.shell(["dash"]), { units: [] })
    expect(facts.smiFields.join(",")).toBe(known)
    expect(facts).toMatchObject({ smiExit: 0, smiOutput: known })
  },
)

test("GPUs of the bus are those that the host's driver may take", async () => {
  const bus = "sys/bus/pci/devices"
  const gpu = (at: string, files: object) =>
    Object.fromEntries(
      Object.entries({ class: "0x030000", vendor: "0x10de", ...files }).map(
        ([name, text]) => [`${bus}/${at}/${name}`, `${String(text)}\n`],
      ),
    )
  const devices = {
    ...gpu("0000:01:00.0", {}),
    ...gpu("0000:02:00.0", { class: "0x030200" }),
    ...gpu("0000:02:00.1", { class: "0x040300" }),
    ...gpu("0000:02:00.4", { physfn: "" }),
    ...gpu("0000:00:02.0", { vendor: "0x8086" }),
  }
  await using root = await FakeRoot.make({ ...files, ...devices }, programs)
  const facts = await probe(root.shell(["dash"]), { units: [] })
  expect(facts.pciNvidia).toBe(2)
})
