import { expect } from "vitest"
import type { LabHost } from "../../lab/host.ts"
import { test } from "../../lab/test.ts"
import { waitFor } from "../../lab/wait.ts"
import { builder } from "./on-host.ts"

/** A system that serves ComfyUI without a GPU, and what a test adds. */
function serving(more = "{ }"): string {
  return `(system [
    (sdops + "/modules/all.nix")
    {
      boot.loader.systemd-boot.enable = true;
      fileSystems."/" = { device = "/dev/sda1"; fsType = "ext4"; };
      networking.hostName = "lithium";
      services.comfyui.enable = true;
      services.openssh.enable = true;
    }
    (${more})
  ]).system.build.toplevel`
}

async function switchTo(host: LabHost, toplevel: string) {
  const program = `${toplevel}/bin/switch-to-configuration`
  return host.exec([program, "test"], { deadline: 60 })
}

async function processOf(host: LabHost, unit: string): Promise<string> {
  const ran = await host.exec(["systemctl", "show", "-P", "MainPID", unit])
  return ran.stdout.trim()
}

test("a toplevel has what a deployer looks at", async ({ host }) => {
  const build = await builder(host)
  const toplevel = await build(serving())
  const paths = [
    ["activate", "bin/switch-to-configuration", "boot.json"],
    ["dry-activate", "etc/sdops/host.json", "extra-dependencies", "init"],
    ["init-interface-version", "initrd", "kernel", "kernel-modules/lib"],
    ["nixos-version", "specialisation", "sw/bin/nix", "system"],
    ["systemd/bin/systemctl"],
  ].flat()
  const ran = await host.exec(
    `cd ${toplevel}; for p in ${paths.join(" ")}; do ls -d "$p"; done`,
  )
  expect(ran.stdout.trim().split("\n")).toEqual(paths)
})

test("a failing snippet is told, the rest is done", async ({ host }) => {
  const build = await builder(host)
  const broken = `{ system.activationScripts.broken = "(exit 3)"; }`
  const toplevel = await build(serving(broken))
  const ran = await host.exec([`${toplevel}/activate`])
  expect(ran.exit).toBe(1)
  expect(ran.stdout).toContain(
    "Activation script snippet 'broken' failed (3)\n",
  )
  const current = await host.exec(["readlink", "/run/current-system"])
  expect(current.stdout.trim()).toBe(toplevel)
})

test("a changed port restarts its unit and no other", async ({ host }) => {
  const build = await builder(host)
  await switchTo(host, await build(serving()))
  const sshd = await processOf(host, "sshd")
  const moved = await build(serving("{ services.comfyui.port = 8190; }"))
  const ran = await switchTo(host, moved)
  expect(ran).toMatchObject({ exit: 0 })
  expect(ran.stderr).toContain(
    "stopping the following units: comfyui.service\n",
  )
  expect(await processOf(host, "sshd")).toBe(sshd)
})

test("each switch stops the targets of file systems, unasked", async ({
  host,
}) => {
  const build = await builder(host)
  const reading = (text: string) =>
    serving(`{
      environment.etc.note.text = "${text}";
      systemd.services.reader = {
        requires = [ "remote-fs.target" ];
        serviceConfig.ExecStart = "/usr/bin/sleep infinity";
        wantedBy = [ "multi-user.target" ];
      };
    }`)
  await switchTo(host, await build(reading("first")))
  const reader = await processOf(host, "reader")
  const app = await processOf(host, "comfyui")
  const ran = await switchTo(host, await build(reading("second")))
  expect(ran).toMatchObject({ exit: 0 })
  expect(ran.stderr).not.toMatch(/reader|remote-fs|local-fs/)
  expect(await processOf(host, "reader")).not.toBe(reader)
  expect(await processOf(host, "comfyui")).toBe(app)
  const active = ["systemctl", "is-active", "local-fs.target"]
  expect((await host.exec([...active, "remote-fs.target"])).stdout).toBe(
    "active\nactive\n",
  )
})

test("the firewall lets in what is opened, and nothing else", async ({
  host,
}) => {
  const build = await builder(host)
  const opening = (port: number) =>
    serving(`{
      networking.firewall.allowedTCPPorts = [ ${port} ];
      systemd.services.web.script = "/usr/bin/busybox httpd -f -p 9002";
      systemd.services.web.wantedBy = [ "multi-user.target" ];
    }`)
  const answers = (deadline: number) =>
    fetch(`http://${host.address}:9002/`, {
      signal: AbortSignal.timeout(deadline),
    }).then(
      () => true,
      () => false,
    )
  await switchTo(host, await build(opening(9001)))
  expect(await answers(500)).toBe(false)
  const ran = await switchTo(host, await build(opening(9002)))
  expect(ran.stderr).toContain("the following units: firewall.service\n")
  const open = () => answers(5000)
  await waitFor(open, { deadline: 20, what: "the port that was opened" })
})

test("another model restarts nothing and is linked", async ({ host }) => {
  const build = await builder(host)
  await switchTo(host, await build(serving()))
  const before = await processOf(host, "comfyui")
  // The sandbox of a download has the network and no file but its own.
  const serve = "/usr/bin/busybox httpd -p 127.0.0.1:8099 -h /tmp"
  await host.exec(`echo weights > /tmp/model; ${serve}`)
  const hash = await host.exec(
    `nix --extra-experimental-features nix-command hash file /tmp/model`,
  )
  const model = `{ services.comfyui.models.loras.one = {
    format = "pt";
    hash = "${hash.stdout.trim()}";
    url = "http://127.0.0.1:8099/model";
  }; }`
  const ran = await switchTo(host, await build(serving(model)))
  expect(ran).toMatchObject({ exit: 0 })
  expect(before).not.toBe("0")
  expect(await processOf(host, "comfyui")).toBe(before)
  const link = "/var/lib/comfyui/models/loras/one.pt"
  expect((await host.exec(["cat", link])).stdout).toBe("weights\n")
})

test("a changed inhibitor refuses the switch, not the boot", async ({
  host,
}) => {
  const build = await builder(host)
  const kernel = (version: string) =>
    build(serving(`{ system.switch.inhibitors.kernel = "${version}"; }`))
  await switchTo(host, await kernel("6.12.63"))
  const other = await kernel("6.18.9")
  const refused = await switchTo(host, other)
  expect(refused).toMatchObject({ exit: 1 })
  expect(refused.stderr).toContain("kernel : 6.12.63 -> 6.18.9")
  const forced = [`NIXOS_NO_CHECK=1`, `${other}/bin/switch-to-configuration`]
  const ran = await host.exec(["env", ...forced, "test"], { deadline: 60 })
  expect(ran).toMatchObject({ exit: 0 })
})

test("a process of ComfyUI names its store path", async ({ host }) => {
  const build = await builder(host)
  await switchTo(host, await build(serving()))
  const pid = await processOf(host, "comfyui")
  const ran = await host.exec(["cat", `/proc/${pid}/cmdline`])
  expect(ran.stdout).toMatch(/\0\/nix\/store\/\w{32}-comfyui-[^/]+\//)
})

test("the driver's version is in the library and module", async ({ host }) => {
  const build = await builder(host)
  const driver = `{ config, ... }: {
    hardware.nvidia.package = config.boot.kernelPackages.nvidiaPackages
      .mkDriver {
        openSha256 = "";
        persistencedSha256 = "";
        settingsSha256 = "";
        sha256_64bit = "";
        version = "550.54.14";
      };
    sdops.gpu = { compute-capability = "6.1"; vendor = "nvidia"; };
  }`
  const toplevel = await build(serving(driver))
  const modules = `${toplevel}/kernel-modules/lib/modules`
  const ran = await host.exec(`
    cat ${toplevel}/sdlab/nvidia-lib-version
    sed -n s/^version=//p ${modules}/*/misc/nvidia.ko`)
  expect(ran.stdout).toBe("550.54.14\n550.54.14\n")
})
