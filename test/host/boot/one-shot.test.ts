import { describe, expect, test } from "vitest"
import oneShot from "../../../src/host/boot/one-shot.sh"
import { FakeRoot, runIn, shells } from "../local-shell.ts"

const store = "/nix/store/f5zmfgf19c8bm3pf1jrp0bjzv2fqv163-nixos-system"
const system = (n: number) => `${store}-${n}`
type Files = Readonly<Record<string, string>>

const check = String.raw`\342\234\223`
/** What it says of its features, and the one-shot that was set. */
const bootctl = (feature: string) => `
kept=\${0%/*}/one-shot
case $1 in
  status) printf '%b\\n' '     Features: ${feature}'
    [ ! -s "$kept" ] || echo "OneShot Entry: $(cat "$kept")" ;;
  set-oneshot) printf '%s' "$2" >"$kept" ;;
esac`

/** What grub-editenv(1) does, without the padding. */
const editenv = `
case $2 in
  set) echo "$3" >"$1" ;;
  unset) : >"$1" ;;
  list) cat "$1" ;;
esac`
const findmnt = (text: string) => `echo '${text}'`

const entry = (file: string, n: number): Files => ({
  [`${file}`]: `title NixOS
version Generation ${n} NixOS 26.11, Linux 6.18, built on 2026-11-28
options init=${system(n)}/init loglevel=4
`,
})
const conf = { "boot/loader/loader.conf": "timeout 5\ndefault nixos-*\n" }
const plain = {
  ...conf,
  ...entry("boot/loader/entries/nixos-generation-1.conf", 1),
  ...entry("boot/loader/entries/nixos-generation-2.conf", 2),
  ...entry("boot/loader/entries/nixos-generation-12.conf", 12),
}
const hash = (n: number) => `nixos-${`${n}`.repeat(64)}`
const counted = {
  ...conf,
  ...entry(`boot/loader/entries/${hash(1)}+3.conf`, 1),
  ...entry(`boot/loader/entries/${hash(2)}+2-1.conf`, 2),
}
const apart = {
  "efi/loader/loader.conf": `default ${hash(1)}.conf\n`,
  "efi/EFI/systemd/systemd-bootx64.efi": "",
  ...entry(`boot/loader/entries/${hash(1)}.conf`, 1),
  ...entry(`boot/loader/entries/${hash(2)}.conf`, 2),
}

const grubEntry = (name: string, n: number) =>
  `menuentry "${name}" --class nixos --unrestricted {
search --set=drive1 --fs-uuid 1234
  linux ($drive1)/kernels/bzImage init=${system(n)}/init loglevel=4
  initrd ($drive1)/kernels/initrd
}
`
const asks = `if [ "\${next_entry}" ]; then
  set default="\${next_entry}"
  set next_entry=
  save_env next_entry
  set boot_once=true
else
  set default=0
fi
function savedefault {
    if [ -z "\${boot_once}"]; then
    save_env saved_entry
    fi
}
`
const menu = `${grubEntry("NixOS - Default", 1)}
submenu "NixOS - All configurations" --class submenu {
${grubEntry("NixOS - Configuration 2 (2026-11-28 - 26.11)", 2)}
submenu "NixOS - Configuration 5" --class submenu {
${grubEntry("NixOS - Configuration 5 - Default", 5)}
${grubEntry("NixOS - Configuration 5 - fast", 6)}
}
${grubEntry("NixOS - Configuration 1 (2026-11-27 - 26.11)", 1)}
}
${grubEntry("Memtest", 9)}`
const grub = { "boot/grub/grub.cfg": asks + menu, "boot/grub/grubenv": "" }
const partition = { "sys/class/block/sda1/partition": "1\n" }
const onPlain = { findmnt: findmnt("ext4 /dev/sda1"), "grub-editenv": editenv }

async function run(
  shell: readonly string[],
  words: string,
  [files, programs]: readonly [Files, Files],
) {
  await using root = await FakeRoot.make(files, programs)
  const text = `${oneShot}\n${words}\n`
  const ran = await runIn(shell, text, { root: root.path })
  return `${ran.stdout}${ran.stderr}`.trimEnd()
}

const able = `${check} One-shot entry control`
const shim = { bootctl: bootctl(able) }

const loaders: Readonly<Record<string, readonly [Files, Files, string]>> = {
  "entries named by number": [plain, shim, "nixos-generation-2.conf"],
  "entries named by content, with boot counting": [
    counted,
    shim,
    `${hash(2)}[.+]*`,
  ],
  "entries on another partition than the loader": [
    apart,
    shim,
    `${hash(2)}.conf`,
  ],
}

describe.for(shells)("%s", (shell) => {
  test.for(Object.entries(loaders))(
    "systemd-boot, %s: a system is named and read back",
    async ([, [files, programs, name]]) => {
      const words = `one_shot_able
        one_shot_set ${system(2)}; cat "$root/system/sw/bin/one-shot"; echo
        one_shot_now
        one_shot_set ${system(7)} || echo none
        one_shot_now
        one_shot_clear; one_shot_now; boot_default`
      const lines = await run(shell, words, [files, programs])
      expect(lines.split("\n").slice(0, 5)).toEqual([
        "systemd-boot",
        name,
        system(2),
        "none",
        system(2),
      ])
      expect(lines.split("\n")).toHaveLength(6)
    },
  )

  test.for([
    [1, "0"],
    [2, "1>0"],
    [5, "1>1>0"],
    [6, "1>1>1"],
    [9, "2"],
  ] as const)("GRUB: system %i is next_entry=%s", async ([n, place]) => {
    const words = `one_shot_able
      one_shot_set ${system(n)}; cat "$root/boot/grub/grubenv"
      one_shot_now
      one_shot_clear; one_shot_now
      one_shot_set ${system(7)} || echo none`
    const lines = await run(shell, words, [{ ...grub, ...partition }, onPlain])
    const set = `next_entry=${place}`
    expect(lines.split("\n")).toEqual(["grub", set, system(n), "none"])
  })

  const lacking: Readonly<Record<string, readonly [Files, Files]>> = {
    "a loader without the feature": [
      plain,
      { bootctl: bootctl(String.raw`\342\234\227 One-shot entry control`) },
    ],
    "EFI variables that are read only": [
      {
        ...plain,
        "proc/self/mounts":
          "efivarfs /sys/firmware/efi/efivars efivarfs ro,nosuid 0 0\n",
      },
      shim,
    ],
    "no bootctl": [plain, { bootctl: "exit 127" }],
    "no loader": [{}, {}],
    "a grub.cfg that doesn't ask": [
      { ...grub, ...partition, "boot/grub/grub.cfg": menu },
      onPlain,
    ],
    "no grub-editenv": [
      { ...grub, ...partition },
      { findmnt: findmnt("ext4 /dev/sda1") },
    ],
    ...Object.fromEntries(
      [
        "btrfs /dev/sda1",
        "zfs rpool/boot",
        "ext4 /dev/mapper/vg-boot",
        "ext4 /dev/dm-0",
        "ext4 /dev/md0",
        "ext4 /dev/sdb",
        "",
      ].map((place) => [
        `GRUB on ${place || "what nobody knows"}`,
        [
          { ...grub, ...partition },
          { ...onPlain, findmnt: findmnt(place) },
        ] as const,
      ]),
    ),
  }
  test.for(Object.entries(lacking))("%s can't", async ([, host]) => {
    expect(await run(shell, "one_shot_able", host)).toMatch(/^unsupported: ./)
  })
})
