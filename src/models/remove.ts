import { closest } from "fastest-levenshtein"
import type { Context } from "../context.ts"
import { fail } from "../errors/fail.ts"
import { editFiles } from "../inventory/edit/edit-fleet.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { modelsOf } from "./declared.ts"
import type { Declared, ModelRemoved } from "./result.ts"
import { type Target, targetsOf } from "./target.ts"

/**
 * Takes a model out of hosts' files, with the comment right above it. In: its
 * name, or `folder/name`, with or without the extension. Errors:
 * `modelUndeclared`, `unknownHost`, those of `editFiles`.
 */
export async function removeModel(
  fleet: Fleet,
  { hosts: selector, name }: { readonly hosts: string; readonly name: string },
  context: Pick<Context<never>, "limits" | "signal">,
): Promise<ModelRemoved> {
  let removed: readonly Declared[] = []
  const { targets } = targetsOf(fleet, selector)
  for (const target of targets) requireDeclared(target, name)
  const edits = (now: Fleet) => {
    const found = targetsOf(now, selector).targets.map((target) => ({
      models: requireDeclared(target, name),
      target,
    }))
    removed = found.flatMap(({ models }) => models)
    return new Map(
      found.map(({ models, target }) => [
        target.file,
        models.map(({ folder, name: own }) => ({
          do: "remove" as const,
          path: [
            ...target.prefix,
            "services",
            "comfyui",
            "models",
            folder,
            own,
          ],
          withComment: true,
        })),
      ]),
    )
  }
  await editFiles(fleet, edits, context)
  const files = targets.map(({ file }) => file)
  const once = new Map(removed.map((model) => [model.file, model]))
  return { "exit-code": 0, files, host: selector, removed: [...once.values()] }
}

function requireDeclared({ hosts }: Target, said: string): Declared[] {
  const [host] = hosts
  const all = host === undefined ? [] : modelsOf(host)
  const found = all.filter(({ file, folder, format, name }) =>
    [name, file, `${folder}/${name}`, `${name}.${format}`].includes(said),
  )
  if (found.length > 0) return found
  const names = all.map(({ name }) => name)
  const meant = names.length === 0 ? undefined : closest(said, names)
  const details = { host: host?.name ?? "fleet", meant, name: said }
  throw fail("modelUndeclared", details, { host: host?.name })
}
