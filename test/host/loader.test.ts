import { expect, test } from "vitest"
import loader from "../../nix/modules/loader.sh"
import { FakeRoot, runIn, shells } from "./local-shell.ts"

const store = "/nix/store/f5zmfgf19c8bm3pf1jrp0bjzv2fqv163-nixos-system"
const options = (n: number) => `options init=${store}-${n}/init loglevel=4\n`
const conf = (text: string) => ({ "boot/loader/loader.conf": `${text}\n` })
// Of the variables that systemd-boot and bootctl share.
const vendor = "4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"
const variable = `sys/firmware/efi/efivars/LoaderEntryDefault-${vendor}`
const entries = Object.fromEntries(
  [1, 2, 12].map((n) => [
    `boot/loader/entries/nixos-generation-${n}.conf`,
    options(n),
  ]),
)
const counted = {
  "boot/loader/entries/nixos-generation-3+2-1.conf": options(3),
}
/** Entries as the builder of today names and writes them: by content. */
const hashed = (n: number, counter = "", place = "boot") => ({
  [`${place}/loader/entries/nixos-${`${n}`.repeat(64)}${counter}.conf`]: `title NixOS
version Generation ${n} NixOS 26.11 (Linux 6.18), built on 2026-11-28
linux /EFI/nixos/aaaa-linux-bzImage.efi
initrd /EFI/nixos/aaaa-linux-initrd.efi
${options(n)}machine-id 3d1219c7c4c5404aaa1f6d2a48adfda4
sort-key nixos`,
})
const id = (n: number) => `nixos-${`${n}`.repeat(64)}.conf`
const prefers = (n: number) =>
  `timeout 5\npreferred ${id(n)}\ndefault nixos-*\neditor 0`
const all = (counter: string, place?: string) => ({
  ...hashed(4, counter, place),
  ...hashed(5, counter, place),
  ...hashed(9, counter, place),
})
const preferredVariable = variable.replace("Default", "Preferred")
const text = (value: string) => `\u0007\0\0\0${[...`${value}\0`].join("\0")}\0`
const esp = (place: string, conf: string) => ({
  [`${place}/EFI/systemd/systemd-bootx64.efi`]: "",
  [`${place}/loader/loader.conf`]: `${conf}\n`,
})
const mounts = {
  "proc/self/mounts": `/dev/sda1 /esp vfat rw,umask=0077 0 0
/dev/sda2 / ext4 rw 0 0
`,
}

const grub = (number: string) => ({
  "boot/grub/grub.cfg": `
if [ "\${next_entry}" ]; then
  set default="\${next_entry}"
else
  set default="${number}"
fi
menuentry "NixOS - Default" --class nixos {
  linux ($drive1)//kernels/bzImage init=${store}-9/init quiet
}
submenu "NixOS - All configurations" {
  menuentry "NixOS - Configuration 8" {
    linux ($drive1)//kernels/bzImage init=${store}-8/init quiet
  }
}
`,
})

const cases: [string, Record<string, string>, string][] = [
  ["a named entry", conf("default nixos-generation-2.conf"), `${store}-2`],
  ["a name without .conf", conf("default nixos-generation-1"), `${store}-1`],
  ["a glob that fits one", conf("default nixos-generation-12*"), `${store}-12`],
  ["a boot counter", conf("default nixos-generation-3.conf"), `${store}-3`],
  [
    "a glob that fits several",
    conf("default nixos-generation-1*"),
    "unknown: 2 entries match the default nixos-generation-1*",
  ],
  ["no default", conf("timeout 3"), "unknown: loader.conf names no default"],
  [
    "the last choice",
    conf("default @saved"),
    "unknown: the loader boots what was chosen last",
  ],
  [
    "an EFI variable over loader.conf",
    {
      ...conf("default nixos-generation-2.conf"),
      [variable]: text("nixos-generation-12.conf"),
    },
    `${store}-12`,
  ],
  ["GRUB", grub("0"), `${store}-9`],
  ["GRUB's submenu", grub("1"), "unknown: entry 1 of grub.cfg has no init="],
  ["GRUB's last choice", grub("saved"), "unknown: grub's default is 'saved'"],
  [
    "another loader",
    {},
    "unknown: neither systemd-boot nor GRUB was found in /boot",
  ],
]

/** What the builder of today writes, and where. */
const today: typeof cases = [
  [
    "an entry named by its content",
    { ...conf(`default ${id(5)}`), ...all("") },
    `${store}-5`,
  ],
  [
    "boot counting: what is preferred",
    { ...conf(prefers(5)), ...all("+3") },
    `${store}-5`,
  ],
  [
    "boot counting: a counter that has moved on",
    { ...conf(prefers(5)), ...all("+3"), ...hashed(4), ...hashed(9, "+2-1") },
    `${store}-5`,
  ],
  [
    "boot counting: a preferred entry without a try left",
    { ...conf(prefers(9)), ...hashed(4), ...hashed(5), ...hashed(9, "+0-3") },
    `${store}-5`,
  ],
  [
    "boot counting: no entry that isn't bad",
    { ...conf(prefers(9)), ...all("+0-3") },
    `${store}-9`,
  ],
  [
    "a preferred entry that is gone",
    { ...conf(prefers(3)), ...all("+3") },
    `${store}-9`,
  ],
  [
    "a glob: the newest generation",
    { ...conf("default nixos-*"), ...all("") },
    `${store}-9`,
  ],
  [
    "two entries that boot the same",
    { ...conf(`default ${id(5)}`), ...hashed(5), ...hashed(5, "+3") },
    `${store}-5`,
  ],
  [
    "a preferred variable over all else",
    { ...conf(prefers(5)), ...all("+3"), [preferredVariable]: text(id(4)) },
    `${store}-4`,
  ],
  [
    "entries on an XBOOTLDR",
    { ...esp("efi", `default ${id(5)}`), ...all("") },
    `${store}-5`,
  ],
  [
    "entries on an XBOOTLDR, with boot counting",
    { ...esp("efi", prefers(5)), ...all("+3") },
    `${store}-5`,
  ],
  [
    "an XBOOTLDR with a loader.conf of before",
    {
      ...conf(`default ${id(4)}`),
      ...esp("boot/efi", `default ${id(5)}`),
      ...all(""),
    },
    `${store}-5`,
  ],
  [
    "an ESP that is mounted elsewhere",
    { ...mounts, ...esp("esp", `default ${id(5)}`), ...all("", "esp") },
    `${store}-5`,
  ],
]

const old = { ...entries, ...counted }
const tables = [
  ...cases.map(([name, files, then]) => [name, { ...old, ...files }, then]),
  ...today,
] as typeof cases

for (const shell of shells)
  test.for(tables)(`${shell[0]}: %s`, async ([, files, expected]) => {
    await using root = await FakeRoot.make(files)
    const ran = await runIn(shell, `${loader}\nboot_default\n`, {
      root: root.path,
    })
    expect(ran.stderr).toBe("")
    expect(ran.stdout.trim()).toBe(expected)
  })
