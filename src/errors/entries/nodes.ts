import { edit, there } from "../advice.ts"
import { entry } from "../entry.ts"

export const nodesErrors = {
  indexUnreachable: entry<{ index: string; host: string }>({
    code: "SDOPS_INDEX_UNREACHABLE",
    exit: "failed",
    about: "the Python package index doesn't answer the build site",
    says: ({ index }) => `${index} doesn't answer`,
    help: ({ index }) => [
      there(`curl -sSI ${index}/`),
      "sdops nodes lock --help",
    ],
  }),
  nodesConflict: entry<{ host: string }>({
    code: "SDOPS_NODES_CONFLICT",
    exit: "failed",
    about: "custom nodes' requirements conflict, or rule out the host's Python",
    says: () => "the custom nodes' requirements have no common solution",
    help: ({ host }) => [
      edit(`hosts/${host}.yaml`),
      `sdops nodes lock ${host} --upgrade`,
    ],
  }),
  nodesNoPython: entry<{ host: string }>({
    code: "SDOPS_NODES_NO_PYTHON",
    exit: "refused",
    about: "the host's ComfyUI package doesn't reveal its Python packages",
    says: () => "services.comfyui.package doesn't reveal its Python packages",
    help: ({ host }) => [`grep -rn comfyui.package hosts/${host}`],
  }),
  nodesNoWheel: entry<{ host: string }>({
    code: "SDOPS_NODES_NO_WHEEL",
    exit: "failed",
    about: "custom nodes require a package that comes as source only",
    says: () => "some packages have no wheel that fits, and sdops builds none",
    help: ({ host }) => [edit(`hosts/${host}.yaml`)],
  }),
  nodesUnfit: entry<{ host: string }>({
    code: "SDOPS_NODES_UNFIT",
    exit: "failed",
    about: "custom nodes have requirements that can't be locked",
    says: () => "custom nodes have requirements that can't be locked",
    help: ({ host }) => [edit(`hosts/${host}.yaml`)],
  }),
  nodeLockMoved: entry<{ path: string; host: string }>({
    code: "SDOPS_NODE_LOCK_MOVED",
    exit: "conflict",
    about: "somebody else changed a lock of custom nodes in the meantime",
    says: ({ path }) =>
      `${path} has changed in the meantime; it was left alone`,
    help: ({ host, path }) => [`git diff ${path}`, `sdops nodes lock ${host}`],
  }),
  wheelElsewhere: entry<{
    at: string | undefined
    host: string
    index: string
    /** Hosts that `--wheel-host` has named. */
    named: readonly string[]
    package: string
  }>({
    code: "SDOPS_WHEEL_ELSEWHERE",
    exit: "refused",
    about: "a wheel lies on a host that isn't the index's, nor asked for",
    says: ({ at, index, package: name }) =>
      at === undefined
        ? `${name} of ${index} has no http address that a lock can have`
        : `${name} lies on ${at}, which isn't a host of ${index}`,
    help: ({ at, host, index, named, package: name }) => {
      const hosts = [...named, ...(at === undefined ? [] : [at])]
      const flags = hosts.map((one) => ` --wheel-host ${one}`).join("")
      return [
        there(`curl -sSf ${index}/${name}/`),
        `sdops nodes lock ${host} --index ${index}${flags}`,
      ]
    },
  }),
  wheelSecret: entry<{ package: string; host: string }>({
    code: "SDOPS_WHEEL_SECRET",
    exit: "refused",
    about: "a lock would contain a password, token or signature",
    says: ({ package: name }) =>
      `the address of ${name} contains a password, token or signature, ` +
      "which must not go into a lock",
    help: () => ["sdops nodes lock --help"],
  }),
}
