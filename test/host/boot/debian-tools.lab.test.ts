import { spawn } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { expect, onTestFinished, test as base } from "vitest"
import oneShot from "../../../src/host/boot/one-shot.sh"
import { FakeRoot, runIn } from "../local-shell.ts"
import { debianTools } from "./debian-tools.ts"

const store = "/nix/store/f5zmfgf19c8bm3pf1jrp0bjzv2fqv163-nixos-system"
const system = (n: number) => `${store}-${n}`

/** Where the tools lie; without them, what asks for it is skipped. */
const test = base.extend("tools", async ({ skip }) => {
  const tools = await debianTools()
  return "lacks" in tools ? skip(tools.lacks) : tools.folder
})

const menu = [1, 2]
  .map((n) => `menuentry "NixOS ${n}" {\n linux init=${system(n)}/init\n}\n`)
  .join("")

test("GRUB's own tool reads what we write, and we what it writes", async ({
  tools,
}) => {
  const editenv = `${tools}/usr/bin/grub-editenv`
  await using root = await FakeRoot.make(
    {
      "boot/grub/grub.cfg": `save_env next_entry\n${menu}`,
      "sys/class/block/sda1/partition": "1\n",
    },
    { findmnt: "echo ext4 /dev/sda1", "grub-editenv": `exec ${editenv} "$@"` },
  )
  const words = `
    env=$root/boot/grub/grubenv
    one_shot_able
    one_shot_set ${system(2)}
    ${editenv} $env list
    stat -c %s $env
    one_shot_now
    ${editenv} $env set next_entry=0 saved_entry=1
    one_shot_now
    one_shot_clear
    ${editenv} $env list
    one_shot_now`
  const ran = await runIn(["dash"], `${oneShot}\n${words}\n`, {
    root: root.path,
  })
  expect(ran.stderr).toBe("")
  expect(ran.stdout.trim().split("\n")).toEqual([
    "grub",
    "next_entry=1",
    // GRUB writes into it, and takes no other size.
    "1024",
    system(2),
    system(1),
    "saved_entry=1",
  ])
})

const variables = "/sys/firmware/efi/efivars"
const vendor = "4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"

/** A root of its own, with the firmware's variables and an ESP. */
const machine = (tools: string, place: string, entries: string) => `set -eu
  mount --make-rprivate /
  mount -t tmpfs none ${place}
  cd ${place}
  mkdir -p usr etc proc dev tmp tools boot .${variables}
  mkdir -p run/current-system/sw/bin
  for name in bin lib lib64 sbin; do
    [ ! -e "/$name" ] || ln -s "usr/$name" "$name"
  done
  mount --rbind /usr usr
  mount --rbind /etc etc
  mount --rbind /proc proc
  mount --rbind /dev dev
  mount --bind ${tools} tools
  mount -t tmpfs none boot
  ln -s /usr/bin/* run/current-system/sw/bin
  rm -f run/current-system/sw/bin/bootctl
  cat >run/current-system/sw/bin/bootctl <<'END'
#!/bin/sh
export SYSTEMD_RELAX_ESP_CHECKS=1
export LD_LIBRARY_PATH=$(echo /tools/usr/lib/*/systemd)
exec /tools/usr/bin/bootctl "$@"
END
  chmod +x run/current-system/sw/bin/bootctl
  printf '\\6\\0\\0\\0\\377\\1\\0\\0\\0\\0\\0\\0' \\
    >.${variables}/LoaderFeatures-${vendor}
  printf '\\6\\0\\0\\0s\\0\\0\\0' >.${variables}/LoaderInfo-${vendor}
  mkdir -p boot/loader/entries boot/EFI/systemd boot/EFI/nixos
  : >boot/EFI/nixos/kernel.efi
  ${entries}
  exec chroot . sh -s`

const entry = (name: string, n: number) => `
  echo 'title NixOS
sort-key nixos
version Generation ${n} NixOS 26.11
linux /EFI/nixos/kernel.efi
options init=${system(n)}/init' >'boot/loader/entries/${name}'`

const hash = (n: number) => `nixos-${`${n}`.repeat(64)}`
const places = {
  "named by generation": [1, 2, 3].map((n) => `nixos-generation-${n}.conf`),
  "named by content, with boot counting": [1, 2, 3].map(
    (n) => `${hash(n)}+3.conf`,
  ),
}

test.for(Object.entries(places))(
  "bootctl reads what we write, and we what it writes: entries %s",
  async ([, names], { tools }) => {
    const plain = names.map((name) => name.replace("+3", ""))
    const entries = [
      ...names.map((name, index) => entry(name, index + 1)),
      `echo 'default ${plain[0]}' >boot/loader/loader.conf`,
    ].join("\n")
    const words = `
      one_shot_able
      boot_default
      one_shot_set ${system(2)}
      one_shot_now
      bootctl set-default '${plain[2]}'
      boot_default
      bootctl set-oneshot '${plain[0]}'
      one_shot_now
      one_shot_clear
      one_shot_now
      ls ${variables} | grep OneShot || echo none
      bootctl list --json=short 2>/dev/null | grep -o '"id":"[^"]*"' | sort`
    const place = await mkdtemp(join(tmpdir(), "sdops-boot-"))
    onTestFinished(() => rm(place, { recursive: true }))
    const made = machine(tools, place, entries)
    const child = spawn("unshare", ["-m", "sh", "-c", made])
    child.stdin.end(`root=\n${oneShot}\n${words}\n`)
    const [said, trouble] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
    ])
    expect(trouble).toBe("")
    expect(said.trim().split("\n")).toEqual([
      "systemd-boot",
      system(1),
      system(2),
      system(3),
      system(1),
      "none",
      ...plain.map((name) => `"id":"${name}"`).toSorted(),
    ])
  },
)
