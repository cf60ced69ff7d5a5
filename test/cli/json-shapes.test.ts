import { glob } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { z } from "zod"
import { failureResult } from "../../src/errors/failure-result.ts"
import { built, root, sdops } from "./sdops.ts"

// What commands write with --json, a line a value, kept as text: a key that
// comes, goes or means another type shows in a review of the snapshot.

type Node = {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Node>>
  readonly additionalProperties?: Node | boolean
  readonly anyOf?: readonly Node[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly items?: Node
  readonly oneOf?: readonly Node[]
  readonly properties?: Readonly<Record<string, Node>>
  readonly required?: readonly string[]
  readonly type?: string
}

/** `path: type` of each value of a schema; `?` follows what may be left out. */
function shapeOf(node: Node, path: string): readonly string[] {
  const some = node.anyOf ?? node.oneOf
  if (some !== undefined) return some.flatMap((one) => shapeOf(one, path))
  if (node.items !== undefined) return shapeOf(node.items, `${path}[]`)
  const keys = Object.entries(node.properties ?? {}).flatMap(([key, value]) => {
    const may = node.required?.includes(key) === true ? "" : "?"
    return shapeOf(value, `${path}.${key}${may}`)
  })
  const rest = node.additionalProperties
  const others = typeof rest === "object" ? shapeOf(rest, `${path}.*`) : []
  if (keys.length + others.length > 0) return [...keys, ...others]
  return [`${path}: ${wordOf(node)}`]
}

function wordOf(node: Node): string {
  if ("const" in node) return JSON.stringify(node.const)
  const values = node.enum?.map((one) => JSON.stringify(one))
  return values?.join(" | ") ?? node.$ref ?? node.type ?? "anything"
}

function shapeOfSchema(schema: z.ZodType, name: string): string {
  const whole = z.toJSONSchema(schema) as Node
  const defs = Object.entries(whole.$defs ?? {}).flatMap(([key, node]) =>
    shapeOf(node, `${name} ${key}`),
  )
  return [...new Set([...shapeOf(whole, name), ...defs])].join("\n")
}

test("what each command writes with --json is what it was", async () => {
  const files = await Array.fromAsync(
    glob("src/commands/**/*.ts", { cwd: root }),
  )
  const shapes = files.toSorted().map(async (file) => {
    const loaded = (await import(join(root, file))) as {
      readonly default: { readonly result: () => Promise<z.ZodType> }
    }
    const name = file
      .replace(/^src\/commands\/(.*)\.ts$/u, "$1")
      .replace(/\/index$/u, "")
      .replaceAll("/", " ")
    return shapeOfSchema(await loaded.default.result(), name)
  })
  const failure = shapeOfSchema(failureResult, "error")
  const text = [failure, ...(await Promise.all(shapes))].join("\n\n")
  expect(files.length).toBeGreaterThan(50)
  await expect(`${text}\n`).toMatchFileSnapshot("json-shapes.txt")
})

test("a schema says of which version it is", async () => {
  await built()
  const { stdout } = await sdops(["schema", "cache", "check"])
  expect(JSON.parse(stdout).$id).toBe("urn:sdops:schema:1:cache-check")
})
