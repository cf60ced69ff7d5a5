import { createInterface } from "node:readline"
import { text } from "node:stream/consumers"
import { pipeline } from "node:stream/promises"
import { z } from "zod"
import { fail } from "../../errors/fail.ts"
import { parseFacts } from "../../host/facts.ts"
import { fitting } from "../../host/fitting.ts"
import receivePathsScript from "../../host/store/receive-paths.sh"
import sendPathsScript from "../../host/store/send-paths.sh"
import type { Pipe } from "../../host/pipe.ts"
import { narInfo } from "../../nix/cache/nar-info.ts"
import type { PathInfo } from "../../nix/cache/path-info.ts"

const received = z.object({
  exit: z.coerce.number().int(),
  /** How many paths did not come. */
  missing: z.coerce.number().int(),
})

export type Relayed = z.infer<typeof received>

type Ends = {
  readonly host: { readonly name: string; readonly pipe: Pipe }
  readonly site: { readonly name: string; readonly pipe: Pipe }
}

/**
 * Brings paths from a build site to a host through this machine, for who can't
 * reach one another; they pass as a stream, of which nothing is kept here. The
 * host still takes nothing unsigned, and keeps what has come before a cut. A
 * failure of its Nix is a result. Errors: `connectionLost`, those of `Pipe`.
 */
export async function relay(
  { host, site }: Ends,
  input: {
    /** Text of NIX_CONFIG, with the site's public key. */
    readonly config: string
    /** What others refer to first. */
    readonly infos: readonly PathInfo[]
    readonly onLine: (line: string) => void
  },
  { signal }: { readonly signal: AbortSignal },
): Promise<Relayed> {
  const { config, infos, onLine } = input
  signal.throwIfAborted()
  const near = await host.pipe(receivePathsScript, {
    config,
    infos: infos.map(narInfo).join("\n"),
  })
  using _near = closing(near)
  const paths = infos.map(({ path }) => path).join(" ")
  const far = await site.pipe(sendPathsScript, { paths })
  using _far = closing(far)
  const stop = () => {
    near.close()
    far.close()
  }
  signal.addEventListener("abort", stop, { once: true })
  try {
    createInterface(near.stderr).on("line", onLine)
    far.stderr.resume()
    const told = text(near.stdout)
    // Whichever end breaks: the host says what it has.
    await pipeline(far.stdout, near.stdin).catch(() => near.stdin.end())
    const facts = parseFacts(await told.catch(() => ""))
    signal.throwIfAborted()
    const said = facts && Object.fromEntries(facts)
    const asked = "the copy through this machine"
    if (said?.["exit"] !== undefined) {
      return fitting(received, said, { asked, host: host.name })
    }
    const lost = { after: 0, during: asked }
    throw fail("connectionLost", lost, { host: host.name })
  } finally {
    signal.removeEventListener("abort", stop)
  }
}

function closing({ close }: { readonly close: () => void }): Disposable {
  return { [Symbol.dispose]: close }
}
