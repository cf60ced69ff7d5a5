import { defineConfig } from "vitest/config"
import type { VitestPluginContext } from "vitest/node"
import { textFiles } from "./build/text-files.ts"

const matrix = "test/matrix/*.lab.test.ts"
const needLab = ["test/**/*.lab.test.ts", "test/e2e/**/*.test.ts"]

/** Vitest keeps modules by their text; a script's is that of its parts, too. */
const scripts = {
  ...textFiles,
  configureVitest({ defineCacheKeyGenerator }: VitestPluginContext) {
    defineCacheKeyGenerator(({ id }) => (id.endsWith(".sh") ? false : null))
  },
}

/** There, each deployment evaluates all of nixpkgs. */
const onNixos = process.env["SDLAB_KIND"] === "nixos"

/** Two cores carry eight rehearsal hosts, and are then at their limit. */
const hostsOfMatrix = onNixos ? 2 : 8

const onHosts = {
  expect: { poll: { timeout: 60_000 } },
  globalSetup: "test/lab/global-setup.ts",
  hookTimeout: 300_000,
  testTimeout: onNixos ? 900_000 : 300_000,
}

/**
 * `unit` needs nothing but Node; `lab` and `matrix` need rehearsal hosts, whose
 * tests wait more than they compute: most of all the fault matrix, whose hosts
 * wait for deadlines. `npm test` runs all where it can.
 */
export default defineConfig({
  plugins: [scripts],
  test: {
    projects: [
      {
        extends: true,
        test: {
          exclude: needLab,
          include: ["test/**/*.test.ts"],
          // On a slow machine a condition comes true late, not never.
          expect: { poll: { timeout: 15_000 } },
          // They wait for programs that they start more than they compute.
          maxWorkers: 3,
          name: "unit",
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          ...onHosts,
          exclude: [matrix],
          include: needLab,
          maxWorkers: 3,
          name: "lab",
        },
      },
      {
        extends: true,
        test: {
          ...onHosts,
          include: [matrix],
          maxConcurrency: hostsOfMatrix,
          name: "matrix",
        },
      },
    ],
  },
})
