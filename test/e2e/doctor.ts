import { doctorResult, type Examination } from "../../src/doctor/result.ts"
import { expect } from "vitest"
import type { LabFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { sdops, type SdopsRun } from "./sdops.ts"

export type Examined = Examination & {
  readonly run: SdopsRun
  /** `<check> <outcome>` of what isn't ok or skipped. */
  readonly wrong: readonly string[]
}

/** Runs `sdops doctor --json`, with short deadlines. */
export async function doctor(
  fleet: Pick<LabFleet, "environment">,
  words: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Examined> {
  const limits = { SDOPS_LIMIT_ANSWER: "3", SDOPS_LIMIT_CONNECT: "4" }
  const run = await sdops(fleet, ["doctor", "--json", ...words], {
    environment: { ...limits, ...environment },
  })
  const result = doctorResult.parse(JSON.parse(run.stdout))
  if ("explained" in result) throw new Error("nothing was looked at")
  const { control, hosts } = result
  const all = [...control, ...hosts.flatMap(({ findings }) => findings)]
  const wrong = all
    .filter(({ outcome }) => outcome === "bad" || outcome === "warn")
    .map(({ check, outcome }) => `${check} ${outcome}`)
  return { ...result, run, wrong }
}

/** Breaks a host by a script, looks, and mends it. */
export async function broken(
  host: LabHost,
  fleet: LabFleet,
  script: string,
  mend: string,
): Promise<Examined> {
  const done = await host.exec(script)
  expect([done.exit, done.stderr]).toEqual([0, ""])
  try {
    return await doctor(fleet)
  } finally {
    const mended = await host.exec(mend)
    expect([mended.exit, mended.stderr]).toEqual([0, ""])
  }
}

export type Told = {
  /** What one types, the best first. */
  readonly cure: readonly string[]
  readonly finding: string
}

/**
 * What doctor says is wrong, and what helps; with words in place of what is
 * another one each time: the host's name and address, hashes, numbers, files.
 */
export function toldOf(
  { control, hosts }: Examined,
  host: Pick<LabHost, "address" | "name">,
): readonly Told[] {
  return [...control, ...hosts.flatMap(({ findings }) => findings)]
    .filter(({ outcome }) => outcome === "bad" || outcome === "warn")
    .map(({ cure, finding }) => ({
      cure: cure.map((line) => plain(line, host)),
      finding: plain(finding, host).replaceAll(/\d+/gu, "N"),
    }))
}

function plain(
  line: string,
  { address, name }: Pick<LabHost, "address" | "name">,
): string {
  return (
    line
      .replaceAll(address, "ADDRESS")
      // Either may be told first.
      .replaceAll("hosts/twin.", "hosts/HOST.")
      .replaceAll(name, "HOST")
      .replaceAll(/http:\/\/[\d.]+:\d+/gu, "URL")
      .replaceAll(/\/nix\/store\/[^-]+-\S+/gu, "PATH")
      .replaceAll(/SHA256:[\w+/]+/gu, "FINGERPRINT")
      .replaceAll(/ -F \S+/gu, "")
      .replaceAll(/\/tmp\/\S+/gu, "FOLDER")
      .replaceAll(/-fp \d+/gu, "-fp PID")
  )
}
