import { expect } from "vitest"
import { test } from "../lab/test.ts"
import { evaluator } from "../standins/nixpkgs/on-host.ts"
import { machine } from "./flake-on.ts"

const nvidia = `{
  sdops.gpu = { compute-capability = "6.1"; vendor = "nvidia"; };
}`

/** Asks a configuration of all modules and more ones. */
function asked(more: string, what: string): string {
  const modules = `[ (sdops + "/modules/all.nix") (${machine}) (${more}) ]`
  return `let config = system ${modules}; in ${what}`
}

test("each host gets a way back from a hang and a panic", async ({ host }) => {
  const evaluate = await evaluator(host)
  const what = `{
    first = builtins.head config.boot.kernelParams;
    watchdog = config.systemd.settings.Manager.RuntimeWatchdogSec;
    inherit (config.system.switch) inhibitors;
  }`
  expect(await evaluate(asked("{ }", what))).toEqual({
    ok: true,
    value: {
      first: "panic=30",
      inhibitors: {},
      watchdog: "30s",
    },
  })
})

test("its own choice wins", async ({ host }) => {
  const evaluate = await evaluator(host)
  const more = `{
    boot.kernelParams = [ "panic=5" ];
    systemd.settings.Manager.RuntimeWatchdogSec = "2min";
  }`
  const what = `[
    (lib.last (builtins.filter (lib.hasPrefix "panic=")
      config.boot.kernelParams))
    config.systemd.settings.Manager.RuntimeWatchdogSec
  ]`
  expect(await evaluate(asked(more, what))).toEqual({
    ok: true,
    value: ["panic=5", "2min"],
  })
})

test("a driver belongs to its kernel, on NVIDIA hosts", async ({ host }) => {
  const evaluate = await evaluator(host)
  const what = `{
    inherit (config.system.switch) inhibitors;
    kernel = "\${config.boot.kernelPackages.kernel}";
  }`
  const found = await evaluate(asked(nvidia, what))
  const { value } = found as {
    value: { inhibitors: Record<string, string>; kernel: string }
  }
  expect(value.inhibitors["sdops-driver"]).toMatch(/^580\./)
  expect(value.inhibitors["sdops-kernel"]).toBe(value.kernel)
})

test("host.json has units, ports and health checks", async ({ host }) => {
  const evaluate = await evaluator(host)
  const more = `{
    sdops.apps.one = {
      health-check = "/well";
      listen = [ "::1" ];
      port = 80;
      unit = "one.service";
    };
  }`
  const what = `builtins.fromJSON (builtins.unsafeDiscardStringContext
    config.environment.etc."sdops/host.json".text)`
  expect(await evaluate(asked(more, what))).toMatchObject({
    value: {
      apps: [
        {
          "health-check": "/well",
          listen: ["::1"],
          name: "one",
          port: 80,
          unit: "one.service",
        },
      ],
      driver: { version: null },
      stateVersion: "24.05",
    },
  })
})

test("a fleet's cache signs with a key of the host", async ({ host }) => {
  const evaluate = await evaluator(host)
  const cache = (key: string) => `{
    sdops.fleet-cache = { enable = true; secret-key-file = ${key}; };
  }`
  const what = `{ inherit (config.services.nix-serve)
    bindAddress enable openFirewall port secretKeyFile; }`
  expect(await evaluate(asked(cache(`"/var/lib/key"`), what))).toEqual({
    ok: true,
    value: {
      bindAddress: "0.0.0.0",
      enable: true,
      openFirewall: false,
      port: 5000,
      secretKeyFile: "/var/lib/key",
    },
  })
})

test.for([`"/nix/store/x-key"`, `"key"`])(
  "a key at %s is refused",
  async (key, { host }) => {
    const evaluate = await evaluator(host)
    const more = `{
      sdops.fleet-cache = { enable = true; secret-key-file = ${key}; };
    }`
    const what = "config.system.build.toplevel.drvPath"
    expect(await evaluate(asked(more, what))).toMatchObject({
      error: expect.stringContaining("sdops.fleet-cache.secret-key-file"),
      ok: false,
    })
  },
)
