import { entry } from "../entry.ts"

export const remoteErrors = {
  connectionLost: entry<{ during: string; after: number }>({
    code: "SDOPS_CONNECTION_LOST",
    exit: "failed",
    about: "the connection broke while something ran; its outcome is unknown",
    says: ({ during, after }) =>
      `the connection was lost after ${after} s, during ${during}`,
    help: () => ["sdops resume"],
  }),
  unreachable: entry<{ address: string; port: number; reason: string }>({
    code: "SDOPS_UNREACHABLE",
    exit: "failed",
    about: "no connection to the host's SSH port",
    says: ({ address, port, reason }) =>
      `cannot reach ${address} port ${port}: ${reason}`,
    help: ({ address }) => [`ssh ${address} true`],
  }),
}
