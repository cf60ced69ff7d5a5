import { type Link, openLink } from "../host/open-link.ts"
import type { Host } from "../inventory/host.ts"
import type { RemoteContext } from "../remote/ssh-config.ts"

/** Open links to hosts; dispose it to close them all. */
export type Links = AsyncDisposable & {
  /**
   * Works over the link to a host, which stays for the next time. A link over
   * which something failed is closed. Errors: those of `openLink` and the work.
   */
  readonly over: <Result>(
    host: Host,
    work: (link: Link) => Promise<Result>,
  ) => Promise<Result>
}

/** Links that are opened when they are wanted: one handshake a host. */
export function links(context: RemoteContext): Links {
  const open = new Map<string, Link>()
  const close = async (host: string): Promise<void> => {
    const link = open.get(host)
    open.delete(host)
    await link?.connection[Symbol.asyncDispose]()
  }
  return {
    over: async (host, work) => {
      const link = open.get(host.name) ?? (await openLink(host, context))
      open.set(host.name, link)
      try {
        return await work(link)
      } catch (error) {
        await close(host.name)
        throw error
      }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...open.keys()].map(close))
    },
  }
}
