import { about, there, written } from "../advice.ts"
import { entry } from "../entry.ts"

/** Where an app's own last words are. */
const journal = (unit: string) => there(`journalctl -u ${unit} -n 50`)

/** Options of ComfyUI. */
const options = "services.comfyui.options"

export const appErrors = {
  appAnswer: entry<{ app: string; path: string; problem: string }>({
    code: "SDOPS_APP_ANSWER",
    exit: "failed",
    about: "an app's API answered something that sdops cannot read",
    says: ({ app, path, problem }) => `${app} answered ${path} with ${problem}`,
    help: () => [about("sdops doctor", "--only app")],
  }),
  appBusy: entry<{ app: string; count: number; host: string; seconds: number }>(
    {
      code: "SDOPS_APP_BUSY",
      exit: "refused",
      about: "an app that would be restarted still has work in its queue",
      says: ({ app, count, seconds }) =>
        `${app} still has ${count} in its queue after ${seconds} s`,
      help: ({ host }) => [
        `sdops deploy ${host}`,
        `SDOPS_LIMIT_QUEUE=7200 sdops deploy ${host}`,
      ],
    },
  ),
  appNotReady: entry<{
    app: string
    host: string
    seconds: number
    url: string
  }>({
    code: "SDOPS_APP_NOT_READY",
    exit: "failed",
    about: "an app's API did not answer well before the deadline",
    says: ({ app, seconds, url }) =>
      `${app} did not serve at ${url} within ${seconds} s`,
    help: ({ app, host }) => [
      journal(app),
      `SDOPS_LIMIT_READY=600 sdops deploy ${host}`,
    ],
  }),
  appOnCpu: entry<{ app: string; unit: string }>({
    code: "SDOPS_APP_ON_CPU",
    exit: "failed",
    about: "an app on a GPU host runs on the CPU though nobody asked for it",
    says: ({ app }) => `${app} does not use the GPU`,
    help: ({ unit }) => [there("nvidia-smi"), journal(unit)],
  }),
  appSilent: entry<{ app: string; host: string; url: string }>({
    code: "SDOPS_APP_SILENT",
    exit: "refused",
    about: "an app's process lives, but its queue cannot be read",
    says: ({ app, url }) =>
      `${app} runs, but doesn't report its queue at ${url}`,
    help: ({ app }) => [
      journal(app),
      there(`systemctl stop ${app}   # its jobs are lost`),
    ],
  }),
  appUnknown: entry<{ unit: string }>({
    code: "SDOPS_APP_UNKNOWN",
    exit: "refused",
    about: "a unit or a name that belongs to no app that sdops knows",
    says: ({ unit }) => `nothing says which app ${unit} is`,
    help: ({ unit }) => [there(`systemctl status ${unit}`)],
  }),
  blackImage: entry<{ app: string; smoke: string; unit: string }>({
    code: "SDOPS_BLACK_IMAGE",
    exit: "failed",
    about: "the image that an app made to prove itself is black",
    says: ({ app, smoke }) => `${app} made a black image (smoke ${smoke})`,
    help: ({ unit }) => [
      written("fp32-vae: true", options),
      written("force-upcast-attention: true", options),
      journal(unit),
    ],
  }),
  checkpointMissing: entry<{ app: string; checkpoint: string; unit: string }>({
    code: "SDOPS_CHECKPOINT_MISSING",
    exit: "failed",
    about: "a declared checkpoint is not in the app's list",
    says: ({ app, checkpoint }) => `${app} does not list ${checkpoint}`,
    help: ({ unit }) => [journal(unit)],
  }),
  nodesFailed: entry<{ names: readonly string[] }>({
    code: "SDOPS_NODES_FAILED",
    exit: "failed",
    about: "ComfyUI could not import a declared custom node",
    says: ({ names }) =>
      `ComfyUI could not import ${names.join(", ")}, which is declared`,
    help: () => [
      journal("comfyui"),
      about("sdops nodes lock"),
      written("failed-nodes: note", "policy"),
    ],
  }),
  noKernelImage: entry<{ app: string; unit: string }>({
    code: "SDOPS_NO_KERNEL_IMAGE",
    exit: "failed",
    about: "torch was built without kernels for this GPU's generation",
    says: ({ app }) => `${app}'s torch has no kernels for this GPU`,
    help: ({ unit }) => [about("sdops doctor", "--only gpu"), journal(unit)],
  }),
  outOfMemory: entry<{ app: string; unit: string }>({
    code: "SDOPS_OUT_OF_MEMORY",
    exit: "failed",
    about: "the GPU's memory was not enough for an image",
    says: ({ app }) => `${app} ran out of GPU memory`,
    help: ({ unit }) => [
      there("nvidia-smi"),
      written("lowvram: true", options),
      journal(unit),
    ],
  }),
  smokeBehind: entry<{
    app: string
    seconds: number
    smoke: string
    unit: string
  }>({
    code: "SDOPS_SMOKE_BEHIND",
    exit: "failed",
    about: "others' jobs kept an app from making the image that proves it",
    says: ({ app, seconds, smoke }) =>
      `${app} did not come to smoke ${smoke} within ${seconds} s: ` +
      "others' jobs were first",
    help: ({ unit }) => [about("sdops deploy"), journal(unit)],
  }),
  smokeFailed: entry<{
    app: string
    reason: string
    smoke: string
    unit: string
  }>({
    code: "SDOPS_SMOKE_FAILED",
    exit: "failed",
    about: "an app did not make the image that proves it",
    says: ({ app, reason, smoke }) => `${app} failed smoke ${smoke}: ${reason}`,
    help: ({ unit }) => [journal(unit)],
  }),
  smokeTimeout: entry<{
    app: string
    seconds: number
    smoke: string
    unit: string
  }>({
    code: "SDOPS_SMOKE_TIMEOUT",
    exit: "failed",
    about: "the image that proves an app was not done before the deadline",
    says: ({ app, seconds, smoke }) =>
      `${app} did not finish smoke ${smoke} within ${seconds} s`,
    help: ({ unit }) => [journal(unit), there("nvidia-smi")],
  }),
}
