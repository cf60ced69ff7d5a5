import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, expect, test } from "vitest"
import { appOf } from "../../src/apps/apps.ts"
import { localPlace, quickContext } from "./local-place.ts"

const servers: { close: () => unknown }[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** Answers each request with the next status; the last one for ever. */
async function answering(...statuses: readonly number[]) {
  const left = [...statuses]
  const server = createServer((_request, response) => {
    const status = left.length > 1 ? left.shift() : left[0]
    response.writeHead(status ?? 500).end("what it says")
  })
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  return (server.address() as AddressInfo).port
}

const app = (path?: string) =>
  appOf({ healthCheck: path, kind: "custom", name: "ollama" })

test("it is ready when its health check answers well", async () => {
  const port = await answering(503, 204)
  await app("/health").ready(localPlace(port), quickContext({ ready: 1 }))
})

test("it is not ready when its health check never does", async () => {
  const port = await answering(503)
  const waiting = app("/health").ready(
    localPlace(port),
    quickContext({ ready: 1 }),
  )
  await expect(waiting).rejects.toMatchObject({
    because: [expect.stringContaining("503")],
    code: "SDOPS_APP_NOT_READY",
  })
})

test("without one, its port must take a connection", async () => {
  const port = await answering(500)
  await app().ready(localPlace(port), quickContext({ ready: 1 }))
  for (const server of servers.splice(0)) server.close()
  const waiting = app().ready(localPlace(port), quickContext({ ready: 1 }))
  await expect(waiting).rejects.toMatchObject({ code: "SDOPS_APP_NOT_READY" })
})

test("nothing is known of a queue, and no image is asked for", async () => {
  const place = localPlace(1)
  expect(await app().queued(place, quickContext({ ready: 1 }))).toBe(0)
  expect(app().smoke).toBeUndefined()
})
