import type { TestProject } from "vitest/node"
import { nixVersion } from "./base/nix-version.ts"
import { type LabState, prepareLab } from "./prepare.ts"

declare module "vitest" {
  export interface ProvidedContext {
    readonly lab: LabState
  }
}

/** vitest's globalSetup of the lane that needs rehearsal hosts. */
export async function setup(project: TestProject): Promise<void> {
  const state = await prepareLab(process.env)
  if (state.how === "missing") {
    console.error(`tests on rehearsal hosts are skipped: ${state.because}`)
  } else {
    const version = await nixVersion(state.layers)
    console.error(`rehearsal hosts have Nix ${version}`)
  }
  project.provide("lab", state)
}
