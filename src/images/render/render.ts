import type { AppContext } from "../../apps/app.ts"
import { readPng } from "../../apps/picture.ts"
import { placeOf } from "../../apps/place.ts"
import type { Context } from "../../context.ts"
import { fail } from "../../errors/fail.ts"
import { failureOf } from "../../errors/failure-of.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import { openLink } from "../../host/open-link.ts"
import { probe } from "../../host/probe/probe.ts"
import { asFailure } from "../../inventory/as-failure.ts"
import { declaredApps } from "../../inventory/declared-apps.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import type { Host } from "../../inventory/host.ts"
import type { Image } from "../../inventory/images/image.ts"
import { compare } from "./compare.ts"
import { type Job, jobsOf } from "./job.ts"
import { keep, type Kept, kept } from "./keep.ts"
import { make } from "./make.ts"
import { type Renderer, rendererAt } from "./renderer.ts"
import { type Locked, lockImages } from "./lock.ts"
import type { ImagesRendered, PictureResult, RenderEvent } from "./result.ts"
import { type Ended, share } from "./share.ts"

export type RenderInput = {
  /** Makes again what lies there, and compares instead of writing. */
  readonly check: boolean
  readonly dryRun: boolean
  /** Makes also what is up to date. */
  readonly force: boolean
  /** Writes the hashes that `mkImage` takes, of images that are whole then. */
  readonly lock: boolean
  /** The mean difference of a channel that a check lets pass. */
  readonly tolerance: number
}

type Work = Context<RenderEvent>

/**
 * Renders images on the hosts that can, writes pictures with their provenance,
 * and leaves alone what is up to date. A lost host's picture goes to another.
 * Errors: `noRenderer`, `interrupted`.
 */
export async function render(
  fleet: Pick<Fleet, "root">,
  images: readonly Image[],
  hosts: readonly Host[],
  input: RenderInput,
  context: Work,
): Promise<ImagesRendered> {
  const jobs = jobsOf(images)
  const there = new Map<Job, Kept>()
  for (const job of jobs) {
    const found = await kept(fleet.root, job)
    if (found?.provenance.declaration === job.digest) there.set(job, found)
  }
  const wanted = jobs.filter((job) =>
    input.check ? there.has(job) : input.force || !there.has(job),
  )
  const done = jobs
    .filter((job) => !wanted.includes(job))
    .map((job) =>
      resultOf(job, { outcome: there.has(job) ? "up-to-date" : "wanted" }),
    )
  const lock = async () => (input.lock ? lockImages(fleet.root, images) : [])
  if (input.dryRun || wanted.length === 0) {
    const rest = wanted.map((job) => resultOf(job, { outcome: "wanted" }))
    return answerOf(jobs, [...done, ...rest], { locked: await lock() })
  }
  const able = hosts.filter((host) => declaredApps(host).includes("comfyui"))
  await using links = new AsyncDisposableStack()
  const lost: ImagesRendered["lost"] = []
  const lose = (host: string, error: SdopsError) => {
    lost.push({ error: failureOf(error), host })
    context.emit({ event: "host-lost", host, why: error.message })
  }
  const found = await Promise.all(
    able.map((host) =>
      open(host, links, context).catch((error: unknown) => {
        lose(host.name, asFailure(error, host, "connect", context.signal))
      }),
    ),
  )
  const renderers = found.filter((one) => one !== undefined)
  if (renderers.length === 0)
    throw fail(
      "noRenderer",
      { hosts: able.map(({ name }) => name) },
      {
        because: lost.map(({ error, host }) => `${host}: ${error.message}`),
      },
    )
  const results = await renderOn(renderers, wanted, {
    context,
    input,
    lose,
    root: fleet.root,
    there,
  })
  return answerOf(jobs, [...done, ...results], { locked: await lock(), lost })
}

type Rendering = {
  readonly context: Work
  readonly input: Pick<RenderInput, "check" | "tolerance">
  readonly lose: (host: string, error: SdopsError) => void
  readonly root: string
  readonly there: ReadonlyMap<Job, Kept>
}

/** Has servers make the pictures, and keeps or compares them. */
export async function renderOn(
  renderers: readonly Renderer[],
  jobs: readonly Job[],
  { context, input, lose, root, there }: Rendering,
): Promise<readonly PictureResult[]> {
  const results: PictureResult[] = []
  const at = ({ host }: Renderer): AppContext => ({ ...context, host })
  const left = await share(
    {
      jobs,
      make: (job, renderer) => make(job, renderer, input.check, at(renderer)),
      onEnd: async (ended) => {
        const picture = await settle(ended)
        results.push(picture)
        context.emit({
          done: results.length,
          event: "picture-ended",
          of: jobs.length,
          picture,
        })
      },
      onLost: ({ host }, error) =>
        lose(host, asFailure(error, { name: host }, "render", context.signal)),
      renderers,
    },
    { ...context, host: "" },
  )
  return [...results, ...left.map((job) => resultOf(job, { outcome: "left" }))]

  async function settle(ended: Ended): Promise<PictureResult> {
    const { job } = ended
    if (ended.how === "failed")
      return resultOf(job, {
        error: failureOf(ended.error),
        outcome: "failed",
      })
    const { bytes, provenance } = ended.made
    const { host, seconds } = provenance
    const before = there.get(job)
    if (input.check && before !== undefined) {
      const [one, other] = await Promise.all([
        readPng(before.bytes),
        readPng(bytes),
      ])
      const seen = one && other && compare(one, other, input.tolerance)
      if (seen === undefined || seen.how === "another size")
        return resultOf(job, { host, outcome: "different", seconds })
      const { largest, mean } = seen
      const outcome = seen.how === "different" ? "different" : "same"
      const { file } = before
      return resultOf(job, { file, host, largest, mean, outcome, seconds })
    }
    const file = await keep(root, job, bytes, provenance)
    return resultOf(job, { file, host, outcome: "rendered", seconds })
  }
}

async function open(
  host: Host,
  links: AsyncDisposableStack,
  context: Work,
): Promise<Renderer> {
  const link = await openLink(host, context)
  links.use(link.connection)
  const facts = await probe(link.shell, { units: [] })
  const app = facts.hostFile?.apps.find(({ name }) => name === "comfyui")
  if (app === undefined) {
    const details = { app: "comfyui", host: host.name }
    throw fail("notServed", details, { host: host.name })
  }
  const place = placeOf(app, link.connection)
  return rendererAt(place, host, { ...context, host: host.name })
}

function resultOf(
  { image, number }: Job,
  said: Omit<PictureResult, "image" | "number">,
): PictureResult {
  return { ...said, image: image.name, number }
}

const bad = ["different", "failed", "left"]

function answerOf(
  jobs: readonly Job[],
  pictures: readonly PictureResult[],
  {
    locked,
    lost = [],
  }: {
    readonly locked: readonly Locked[]
    readonly lost?: ImagesRendered["lost"]
  },
): ImagesRendered {
  const place = (one: PictureResult) =>
    jobs.findIndex(
      ({ image, number }) => image.name === one.image && number === one.number,
    )
  const failed = pictures.some(({ outcome }) => bad.includes(outcome))
  return {
    "exit-code": failed ? 1 : 0,
    locked: [...locked],
    lost,
    pictures: pictures.toSorted((a, b) => place(a) - place(b)),
  }
}
