import type { CamelKeys } from "../../camel-keys.ts"
import type { Problem } from "../read/problem.ts"
import type { Path } from "../read/source.ts"
import type { PictureFile, WorkflowFile } from "./schema.ts"

/** A declared image, as `images/<name>.yaml` says. */
export type Image = {
  readonly name: string
  /** What is wrong at a path of its file. */
  readonly problem: (path: Path, message: string) => Problem
} & (
  | { readonly kind: "picture"; readonly picture: CamelKeys<PictureFile> }
  | {
      readonly kind: "workflow"
      /** The workflow's own text, not yet read as a graph. */
      readonly text: string
      readonly workflow: CamelKeys<WorkflowFile>
    }
)
