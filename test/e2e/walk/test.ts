import { expect } from "vitest"
import { changes } from "../../docs/walk/changes.ts"
import { commandOf, type Step } from "../../docs/walk/step.ts"
import { nixpkgsOf } from "../../flake/restore.ts"
import { test as labTest } from "../../lab/test.ts"
import { putConfiguration } from "../adopting.ts"
import { before, type Chapter, elsewhere } from "./before.ts"
import { ownConfiguration, sites } from "./fit.ts"
import { place } from "./place.ts"
import { exitOf, typed } from "./typing.ts"

/** A host to which the pages' names lead, where to type, sites of models. */
export const test = labTest
  .extend("place", { scope: "file" }, async ({ host }, { onCleanup }) => {
    await putConfiguration(host, await ownConfiguration(host))
    // The stand-in's number is made of the host's name, which changes.
    const uuid = "GPU-2f11aaf1-02db-4ec2-3fe5-952e773c94c0"
    const settings = "/etc/sdlab/gpu"
    await host.exec(`mkdir -p ${settings}; echo ${uuid} >${settings}/uuid`)
    const here = await place(host)
    onCleanup(() => here[Symbol.asyncDispose]())
    return here
  })
  .extend("models", { scope: "file" }, async ({ host }, { onCleanup }) => {
    const mirrors = await sites(host)
    onCleanup(() => mirrors[Symbol.asyncDispose]())
    return mirrors
  })

type Told = readonly (readonly [Chapter, readonly Step[]])[]

/** All that the pages have one type to change something, in their order. */
export const chapters = Object.entries(changes) as unknown as Told

type Given = Omit<Parameters<NonNullable<(typeof before)[Chapter]>>[0], "at">

/** Types the commands of a chapter, after what must be there before. */
export async function walked(
  [chapter, steps]: Told[number],
  { host, models, place }: Given,
): Promise<void> {
  const own = elsewhere.has(chapter)
  const at = await place.where(own ? chapter : undefined)
  await before[chapter]?.({ at, host, models, place })
  for (const step of steps) {
    // A key that a step has made is known to those after it.
    const { environment } = own ? at : await place.where()
    const command = commandOf(step)
    const flag = command.startsWith("sdops hosts add")
      ? ` --nixpkgs ${await nixpkgsOf(host)}`
      : ""
    const { exit, text } = await typed(step, { ...at, environment }, flag)
    expect([command, exit], text).toEqual([command, exitOf(step)])
  }
}
