import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { generateKeyPair } from "../../src/nix/cache/signing-key.ts"
import { updateResult } from "../../src/upkeep/update-result.ts"
import { makeFleet } from "../lab/fleet.ts"
import { forge, type Forge } from "../lab/forge.ts"
import type { LabHost } from "../lab/host.ts"
import { httpCache } from "../lab/http-cache.ts"
import { putPath } from "../lab/put-path.ts"
import { test } from "../lab/test.ts"
import { assembleNixpkgs } from "../standins/nixpkgs/assemble.ts"
import { sdops } from "./sdops.ts"

const key = generateKeyPair("rehearsal-1")

/** A revision with a torch of its own, by the day it is made. */
async function commit(at: Forge, day: number): Promise<string> {
  const file = join(at.folder, "pkgs", "python.nix")
  const text = await readFile(file, "utf8")
  await writeFile(
    file,
    text.replace(/heavy "torch" "[\d.]+"/, `heavy "torch" "2.9.${day}"`),
  )
  return at.commit(day)
}

/** The heavy outputs of each system that was evaluated, by its torch. */
async function outputsByTorch(
  host: LabHost,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = "magma|nccl|torch|torchaudio|torchvision|triton"
  const heavy = `-(python3[0-9.]*-)?(${names})-[0-9][0-9.-]*[.]drv$`
  const { stdout } = await host.exec(`
    for drv in /nix/store/*-nixos-system-*.drv; do
      found=$(nix-store -qR "$drv" | grep -E -- '${heavy}') || continue
      torch=$(printf '%s\\n' $found |
        sed -n 's/.*-torch-\\(2[.0-9]*\\)[.]drv$/\\1/p')
      echo "$torch" $(nix-store -q --outputs $found)
    done`)
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => line.split(" "))
  return new Map(rows.map(([torch = "", ...paths]) => [torch, paths]))
}

test("update takes the newest revision that caches have", async ({ host }) => {
  await using at = await forge(host.lab)
  await using cache = await httpCache(host.lab)
  await assembleNixpkgs(at.folder)
  const locked = await commit(at, 1)
  await using fleet = await makeFleet([host], {
    fleet: {
      caches: [{ key: key.public, url: cache.url }],
      inputs: { nixpkgs: at.archive },
      policy: { "heavy-builds": "refuse" },
    },
  })
  const lock = () => readFile(join(fleet.root, "hosts/flake.lock"), "utf8")
  const update = async (...words: readonly string[]) => {
    const run = await sdops(fleet, ["update", "nixpkgs", ...words, "--json"])
    return { exit: run.exit, said: JSON.parse(run.stdout) as unknown }
  }

  // Nobody has compiled anything: nothing is locked, and that is said.
  const none = await update()
  expect(none).toMatchObject({ exit: 3, said: { error: {} } })
  const first = await update("--newest")
  expect(updateResult.parse(first.said).saved).toBe(true)
  const before = await lock()
  expect(before).toContain(locked)

  const days = [2, 3, 4, 5]
  const made: string[] = []
  for (const day of days) made.push(await commit(at, day))
  const [second = "", third = "", fourth = "", fifth = ""] = made
  const failed = await update("--dry-run")
  expect(failed.exit).toBe(3)
  const { error } = failed.said as {
    error: { because: string[]; code: string }
  }
  expect(error.code).toBe("SDOPS_NOT_CACHED")
  expect(error.because).toHaveLength(4)
  expect(error.because[0]).toMatch(
    new RegExp(`^${fifth.slice(0, 12)} 2026-11-05: no cache has .*torch 2.9.5`),
  )
  expect(await lock()).toBe(before)

  // The newest two are in no cache, the third is.
  const outputs = await outputsByTorch(host)
  const put = (day: number) => {
    const paths = outputs.get(`2.9.${day}`) ?? []
    expect(paths).not.toEqual([])
    for (const path of paths) putPath(cache, path, { key })
  }
  put(3)
  const few = await update("--tries", "2", "--dry-run")
  expect(few.exit).toBe(3)
  const older = updateResult.parse((await update("--dry-run")).said)
  expect(older.tried).toMatchObject([
    { evaluates: true, revision: fifth, taken: false },
    { date: "2026-11-04T12:00:00.000Z", revision: fourth, taken: false },
    { heavy: [], revision: third, taken: true },
  ])
  expect(older.tried?.[1]?.heavy).toContain("torch 2.9.4")
  expect(older.inputs[0]).toMatchObject({ to: { revision: third } })
  const text = await sdops(fleet, ["update", "--dry-run"])
  expect(text.exit).toBe(0)
  expect(text.stdout).toMatch(
    new RegExp(
      `gave up ${fourth.slice(0, 12)} 2026-11-04: no cache has .*torch`,
    ),
  )

  // One older is in a cache, newer aren't, the newest is.
  put(5)
  const newest = updateResult.parse((await update()).said)
  expect(newest.tried).toMatchObject([{ revision: fifth, taken: true }])
  expect(newest.saved).toBe(true)
  expect(await lock()).toContain(fifth)
  expect(await lock()).not.toContain(second)

  // What is locked is what hosts are deployed with.
  const plan = await sdops(fleet, ["plan", host.name, "--json"])
  expect([plan.exit, plan.stdout.includes("SDOPS_")]).toEqual([0, false])
})
