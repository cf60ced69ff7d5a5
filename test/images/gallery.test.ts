import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { writeGallery } from "../../src/images/gallery/gallery.ts"
import { jobsOf } from "../../src/images/render/job.ts"
import { keep } from "../../src/images/render/keep.ts"
import { sha256Of } from "../../src/images/render/provenance.ts"
import { makeFleet } from "../inventory/make-fleet.ts"
import { pngOf } from "./carriers.ts"
import { imageOf } from "./declarations.ts"

const evil = "</pre><script>alert(1)</script>\"'&\u202E\u0007"

/** A picture of evil words in a folder. */
async function rendered(root: string, name: string): Promise<void> {
  const said = { checkpoint: evil, prompt: evil }
  const [job] = jobsOf([{ ...imageOf(said), name }])
  if (job === undefined) return
  const bytes = pngOf([])
  await keep(root, job, bytes, {
    cached: false,
    declaration: job.digest,
    gpu: evil,
    graph: {},
    height: 8,
    host: evil,
    image: name,
    models: [{ file: evil, folder: "checkpoints", sha256: null }],
    number: 1,
    picture: sha256Of(bytes),
    rendered: "2026-11-28T12:00:00.000Z",
    seconds: 1.5,
    seed: "42",
    versions: { comfyui: "x", python: "x", torch: "x" },
    width: 8,
  })
}

test("the page shows what was rendered, and all words as text", async () => {
  const root = await makeFleet({ "images/fox.yaml": `prompt: ${evil}\n` })
  await rendered(root, "fox")
  await rendered(root, `a'b"<img src=x onerror=alert(1)>`)
  await mkdir(join(root, "renders/empty"))
  await writeFile(join(root, "renders/fox/2.png"), "no provenance")
  const written = await writeGallery({ root })
  expect(written).toEqual({
    "exit-code": 0,
    file: "renders/index.html",
    images: 2,
    pictures: 2,
  })
  const page = await readFile(join(root, written.file), "utf8")
  expect(page).not.toMatch(/<script|<img src=x|\u202E|\u0007|'&/u)
  expect(page).toContain(
    "<pre>prompt: &lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;" +
      "&amp;\uFFFD\uFFFD\n</pre>",
  )
  expect(page).toContain('src="fox/1.png"')
  const tags = new Set(
    [...page.matchAll(/<\/?([a-z0-9]+)/gu)].map(([, name]) => name),
  )
  const known =
    "a body br div figcaption figure h1 h2 head html img meta p pre section " +
    "style title"
  expect([...tags].sort()).toEqual(known.split(" "))
})

test("without a picture there is no page", async () => {
  const root = await makeFleet({})
  await expect(writeGallery({ root })).rejects.toMatchObject({
    code: "SDOPS_NO_RENDERS",
  })
})
