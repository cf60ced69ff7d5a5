import { expect } from "vitest"
import { editFleet, makeFleet } from "../lab/fleet.ts"
import { test } from "../lab/test.ts"
import { deployed, sdops } from "./sdops.ts"

/** Any program of the store will do; rehearsal hosts have Node beside it. */
const echo = `{ lib, pkgs, ... }: {
  services.sdops-app.echo.command = lib.mkForce [
    "/opt/sdlab/node"
    "\${pkgs.writeText "echo.js" ''
      require("http")
        .createServer((request, answer) => {
          answer.statusCode = request.url === "/health" ? 204 : 404
          answer.end()
        })
        .listen(8080)
    ''}"
  ];
}
`

test("a service that is declared whole is ready or taken back", async ({
  host,
}) => {
  await using fleet = await makeFleet([host], {
    files: { [`${host.name}/echo.nix`]: echo },
    hosts: {
      [host.name]: {
        services: {
          comfyui: { enable: false },
          "sdops-app": {
            echo: { command: ["echo"], "health-check": "/health", port: 8080 },
          },
        },
      },
    },
    more: { [host.name]: ["echo.nix"] },
  })

  const first = await deployed(fleet, host.name)
  expect(first.error).toBeUndefined()
  expect(first.verdict).toBe("committed")
  const before = await host.system()

  await editFleet(fleet, `${host.name}.yaml`, (text) =>
    text.replace("/health", "/nowhere"),
  )
  const environment = { SDOPS_LIMIT_READY: "3" }
  const worse = await deployed(fleet, host.name, [], { environment })

  expect(worse.verdict).toBe("rolled-back")
  expect(worse.error?.code).toBe("SDOPS_APP_NOT_READY")
  expect(await host.system()).toEqual(before)
  const state = await host.exec(["systemctl", "is-active", "echo.service"])
  expect(state.stdout.trim()).toBe("active")
})

/** The stand-in; its command line names what the system came with. */
const standIn = `{ lib, pkgs, ... }: {
  services.stable-diffusion-webui.package = lib.mkForce
    (pkgs.writeShellScriptBin "stable-diffusion-webui" ''
      exec /opt/sdlab/node /opt/sdlab/standins/webui/main.ts --program=$0 "$@"
    '');
}
`

test("a setting of the web UI is changed as it runs, where it can be", async ({
  host,
}) => {
  const webui = {
    enable: true,
    options: { "enable-api": true },
    settings: { samples_format: "png" },
  }
  await using fleet = await makeFleet([host], {
    files: { [`${host.name}/webui.nix`]: standIn },
    hosts: {
      [host.name]: {
        services: {
          comfyui: { enable: false },
          "stable-diffusion-webui": webui,
        },
      },
    },
    more: { [host.name]: ["webui.nix"] },
  })
  const unit = "stable-diffusion-webui.service"
  const process = async () =>
    (await host.exec(["systemctl", "show", "-P", "InvocationID", unit])).stdout
  const now = async () => {
    const url = "http://127.0.0.1:7860/sdapi/v1/options"
    return JSON.parse((await host.exec(["curl", "-s", url])).stdout)
  }
  const set = (settings: Readonly<Record<string, unknown>>) =>
    editFleet(fleet, `${host.name}.yaml`, (text) => {
      const { services, ...file } = JSON.parse(text)
      services["stable-diffusion-webui"].settings = settings
      return JSON.stringify({ ...file, services })
    })
  const first = await deployed(fleet, host.name)
  expect(first.error).toBeUndefined()
  expect(first.verdict).toBe("committed")
  const before = await process()

  await set({ CLIP_stop_at_last_layers: 2, samples_format: "webp" })
  const plan = await sdops(fleet, ["plan", host.name])
  expect(plan.stdout.replaceAll(/\s+/g, " ")).toContain(
    "stable-diffusion-webui: changed as it runs: its settings change",
  )
  const live = await deployed(fleet, host.name)
  expect(live.error).toBeUndefined()
  expect(live.plan?.apps).toMatchObject([{ does: "live" }])
  expect(await now()).toMatchObject({
    CLIP_stop_at_last_layers: 2,
    samples_format: "webp",
  })
  expect(await process()).toBe(before)

  // This one it reads at its start.
  await set({ gallery_height: "90%", samples_format: "webp" })
  const anew = await deployed(fleet, host.name)
  expect(anew.plan?.apps).toMatchObject([{ does: "restart", when: "drained" }])
  expect(await now()).toMatchObject({ gallery_height: "90%" })
  expect(await process()).not.toBe(before)

  // The settings go back with the system.
  const rolled = await sdops(fleet, ["rollback", host.name, "--yes"])
  expect(rolled.exit).toBe(0)
  expect(await now()).toMatchObject({ CLIP_stop_at_last_layers: 2 })
})
