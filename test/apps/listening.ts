/** What a service is told to listen on, and what everyone dials then. */
export type Listened = {
  readonly listen: readonly string[]
  readonly tls: boolean
  readonly url: string
}

export const listening: readonly Listened[] = [
  { listen: [], url: "127.0.0.1" },
  { listen: ["127.0.0.1"], url: "127.0.0.1" },
  { listen: ["127.0.0.9"], url: "127.0.0.9" },
  { listen: ["0.0.0.0"], url: "127.0.0.1" },
  { listen: ["::"], url: "[::1]" },
  { listen: ["::1"], url: "[::1]" },
  { listen: [""], url: "127.0.0.1" },
  { listen: ["localhost"], url: "localhost" },
  { listen: ["lithium.lan"], url: "lithium.lan" },
  { listen: ["10.213.77.10"], url: "10.213.77.10" },
  { listen: ["fd00::7"], url: "[fd00::7]" },
  { listen: ["10.213.77.10", "127.0.0.1"], url: "127.0.0.1" },
  { listen: ["10.213.77.10", "::"], url: "[::1]" },
  { listen: ["::", "0.0.0.0"], url: "[::1]" },
  { listen: ["0.0.0.0", "::"], url: "127.0.0.1" },
  { listen: ["10.213.77.10", "192.0.2.7"], url: "10.213.77.10" },
].flatMap(({ listen, url }) =>
  [false, true].map((tls) => ({
    listen,
    tls,
    url: `${tls ? "https" : "http"}://${url}:8188`,
  })),
)
