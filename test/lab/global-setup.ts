import type { TestProject } from "vitest/node"
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
  }
  project.provide("lab", state)
}
