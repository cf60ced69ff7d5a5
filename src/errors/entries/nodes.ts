import { edit, there } from "../advice.ts"
import { entry } from "../entry.ts"

export const nodesErrors = {
  indexUnreachable: entry<{ index: string; host: string }>({
    code: "SDOPS_INDEX_UNREACHABLE",
    exit: "failed",
    about: "the index of Python packages doesn't answer the build site",
    says: ({ index }) => `${index} doesn't answer`,
    help: ({ index }) => [
      there(`curl -sSI ${index}/`),
      "sdops nodes lock --help",
    ],
  }),
  nodesConflict: entry<{ host: string }>({
    code: "SDOPS_NODES_CONFLICT",
    exit: "failed",
    about: "custom nodes ask for what the host's Python, or another, rules out",
    says: () => "the custom nodes' requirements have no common solution",
    help: ({ host }) => [
      edit(`hosts/${host}.yaml`),
      `sdops nodes lock ${host} --upgrade`,
    ],
  }),
  nodesNoPython: entry<{ host: string }>({
    code: "SDOPS_NODES_NO_PYTHON",
    exit: "refused",
    about: "the host's ComfyUI is a package that doesn't tell its Python",
    says: () =>
      "services.comfyui.package doesn't tell which Python packages it has",
    help: ({ host }) => [`grep -rn comfyui.package hosts/${host}`],
  }),
  nodesNoWheel: entry<{ host: string }>({
    code: "SDOPS_NODES_NO_WHEEL",
    exit: "failed",
    about: "a package that custom nodes ask for is there as source only",
    says: () => "only wheels are taken, and some packages have none that fits",
    help: ({ host }) => [edit(`hosts/${host}.yaml`)],
  }),
  nodesUnfit: entry<{ host: string }>({
    code: "SDOPS_NODES_UNFIT",
    exit: "failed",
    about: "a custom node asks for something that no wheel can be locked for",
    says: () => "custom nodes require what can't be locked",
    help: ({ host }) => [edit(`hosts/${host}.yaml`)],
  }),
  nodeLockMoved: entry<{ path: string; host: string }>({
    code: "SDOPS_NODE_LOCK_MOVED",
    exit: "conflict",
    about: "a lock of custom nodes was changed by somebody else meanwhile",
    says: ({ path }) => `${path} has changed meanwhile; it was left as it is`,
    help: ({ host, path }) => [`git diff ${path}`, `sdops nodes lock ${host}`],
  }),
  wheelSecret: entry<{ package: string; host: string }>({
    code: "SDOPS_WHEEL_SECRET",
    exit: "refused",
    about: "an address with a password, token or signature would be locked",
    says: ({ package: name }) =>
      `the address of ${name} has a password, token or signature, which a ` +
      "lock must not have",
    help: () => ["sdops nodes lock --help"],
  }),
}
