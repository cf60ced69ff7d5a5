import { expect } from "vitest"
import { editFleet, makeFleet } from "../lab/fleet.ts"
import { test } from "../lab/test.ts"
import { deployed } from "./sdops.ts"

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
