import { about, there, written } from "../advice.ts"
import { entry } from "../entry.ts"

/** Where an app's own last words are. */
const journal = (unit: string) => there(`journalctl -u ${unit} -n 50`)

/** What proves the app without the checkpoint that an image is made with. */
const otherProof = (app: string, smoke: string) =>
  app === "comfyui" && smoke === "image"
    ? [written("gate-checkpoint: null", "services.comfyui")]
    : []

const sayJobs = (count: number) => (count === 1 ? "1 job" : `${count} jobs`)

/** Options of ComfyUI. */
const options = "services.comfyui.options"

export const appErrors = {
  appAnswer: entry<{ app: string; path: string; problem: string }>({
    code: "SDOPS_APP_ANSWER",
    exit: "failed",
    about: "an app's API gave an answer that sdops can't parse",
    says: ({ app, path, problem }) => `${app} answered ${path} with ${problem}`,
    help: () => [about("sdops doctor", "--only app")],
  }),
  appBusy: entry<{ app: string; count: number; host: string; seconds: number }>(
    {
      code: "SDOPS_APP_BUSY",
      exit: "refused",
      about: "an app due for a restart still has jobs in its queue",
      says: ({ app, count, seconds }) =>
        `${app} still has ${sayJobs(count)} in its queue after ${seconds} s`,
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
    about: "an app's API wasn't ready before the deadline",
    says: ({ app, seconds, url }) =>
      `${app} was not ready at ${url} within ${seconds} s`,
    help: ({ app, host }) => [
      journal(app),
      `SDOPS_LIMIT_READY=600 sdops deploy ${host}`,
    ],
  }),
  appOnCpu: entry<{ app: string; unit: string }>({
    code: "SDOPS_APP_ON_CPU",
    exit: "failed",
    about: "an app on a GPU host runs on the CPU without being told to",
    says: ({ app }) => `${app} is running on the CPU, not the GPU`,
    help: ({ unit }) => [there("nvidia-smi"), journal(unit)],
  }),
  appOutOfReach: entry<{ app: string; url: string }>({
    code: "SDOPS_APP_OUT_OF_REACH",
    exit: "failed",
    about: "mkImage asks an app that the build site can't reach",
    says: ({ app, url }) => `${app} doesn't answer at ${url}`,
    help: () => ["sdops status", "sdops smoke"],
  }),
  appSilent: entry<{ app: string; host: string; url: string }>({
    code: "SDOPS_APP_SILENT",
    exit: "refused",
    about: "an app is running, but its queue can't be read",
    says: ({ app, url }) =>
      `${app} is running but doesn't report its queue at ${url}`,
    help: ({ app }) => [
      journal(app),
      there(`systemctl stop ${app}   # its jobs are lost`),
    ],
  }),
  appUnknown: entry<{ unit: string }>({
    code: "SDOPS_APP_UNKNOWN",
    exit: "refused",
    about: "a unit or name that belongs to no app known to sdops",
    says: ({ unit }) => `${unit} is not an app known to sdops`,
    help: ({ unit }) => [there(`systemctl status ${unit}`)],
  }),
  blackImage: entry<{ app: string; smoke: string; unit: string }>({
    code: "SDOPS_BLACK_IMAGE",
    exit: "failed",
    about: "an app's test image came out black",
    says: ({ app, smoke }) =>
      `${app} made a black image in its ${smoke} smoke test`,
    help: ({ unit }) => [
      written("fp32-vae: true", options),
      written("force-upcast-attention: true", options),
      journal(unit),
    ],
  }),
  checkpointMissing: entry<{ app: string; checkpoint: string; unit: string }>({
    code: "SDOPS_CHECKPOINT_MISSING",
    exit: "failed",
    about: "an app doesn't offer a declared checkpoint",
    says: ({ app, checkpoint }) =>
      `${app} doesn't offer the checkpoint ${checkpoint}`,
    help: ({ unit }) => [journal(unit)],
  }),
  nodesFailed: entry<{ names: readonly string[] }>({
    code: "SDOPS_NODES_FAILED",
    exit: "failed",
    about: "ComfyUI could not import a declared custom node",
    says: ({ names }) =>
      `ComfyUI could not import declared custom nodes: ${names.join(", ")}`,
    help: () => [
      journal("comfyui"),
      about("sdops nodes lock"),
      written("failed-nodes: note", "policy"),
    ],
  }),
  cudaUnknown: entry<{ app: string; unit: string }>({
    code: "SDOPS_CUDA_UNKNOWN",
    exit: "failed",
    about: "CUDA could not start; mostly /dev/nvidia-uvm is missing or closed",
    says: ({ app }) => `CUDA doesn't start for ${app}`,
    help: ({ unit }) => [
      about("sdops doctor", "--only gpu"),
      there("nvidia-modprobe -c 0 -u"),
      journal(unit),
    ],
  }),
  driverTooOld: entry<{ app: string; unit: string }>({
    code: "SDOPS_DRIVER_TOO_OLD",
    exit: "failed",
    about: "the NVIDIA driver is older than torch's CUDA needs",
    says: ({ app }) => `the NVIDIA driver is too old for ${app}'s torch`,
    help: () => [
      about("sdops doctor", "--only gpu,app/torch"),
      about("sdops plan"),
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
    about: "the GPU ran out of memory while an app made an image",
    says: ({ app }) => `${app} ran out of GPU memory`,
    help: ({ unit }) => [
      there("nvidia-smi"),
      written("lowvram: true", options),
      journal(unit),
    ],
  }),
  gpuContextLost: entry<{ app: string; unit: string }>({
    code: "SDOPS_GPU_CONTEXT_LOST",
    exit: "failed",
    about: "an app's process has lost its GPU and needs a restart",
    says: ({ app }) =>
      `${app} answers, but can't tell of its GPU: its CUDA context is lost`,
    help: ({ unit }) => [there(`systemctl restart ${unit}`), journal(unit)],
  }),
  workerDead: entry<{ app: string; unit: string }>({
    code: "SDOPS_WORKER_DEAD",
    exit: "failed",
    about: "an app takes jobs but runs none: its worker has ended",
    says: ({ app }) => `${app} takes jobs but runs none: its worker is dead`,
    help: ({ unit }) => [there(`systemctl restart ${unit}`), journal(unit)],
  }),
  smokeBehind: entry<{
    app: string
    seconds: number
    smoke: string
    unit: string
  }>({
    code: "SDOPS_SMOKE_BEHIND",
    exit: "failed",
    about: "an app's smoke test waited too long behind other jobs",
    says: ({ app, seconds, smoke }) =>
      `${app} did not get to its ${smoke} smoke test within ${seconds} s: ` +
      "other jobs were ahead",
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
    about: "an app failed its smoke test",
    says: ({ app, reason, smoke }) =>
      `${app} failed its ${smoke} smoke test: ${reason}`,
    help: ({ app, smoke, unit }) => [journal(unit), ...otherProof(app, smoke)],
  }),
  smokeTimeout: entry<{
    app: string
    seconds: number
    smoke: string
    unit: string
  }>({
    code: "SDOPS_SMOKE_TIMEOUT",
    exit: "failed",
    about: "an app's smoke test wasn't done before the deadline",
    says: ({ app, seconds, smoke }) =>
      `${app} did not finish its ${smoke} smoke test within ${seconds} s`,
    help: ({ app, smoke, unit }) => [
      journal(unit),
      there("nvidia-smi"),
      ...otherProof(app, smoke),
    ],
  }),
}
