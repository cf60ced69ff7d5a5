import {
  acceptLicense,
  type GoldenHost,
  gtx1060,
  k80,
  lister,
  nvidia,
} from "./golden-hosts.ts"

/** What can't be, and the words that a user is told to cure it by. */
export const refusedHosts: readonly (readonly [string, GoldenHost, string])[] =
  [
    [
      "a K80 whose driver's licence isn't accepted",
      { gpu: k80, services: lister, torch: "none" },
      "nixpkgs.config.nvidia.acceptLicense = true",
    ],
    [
      "a K80 with ComfyUI",
      { gpu: k80, ours: acceptLicense, torch: "none" },
      "no torch has kernels for 3.7; set services.comfyui.package",
    ],
    [
      "an NVIDIA GPU of no known capability",
      { gpu: { vendor: "nvidia" }, torch: "none" },
      "sdops.gpu.compute-capability: set it to the output of nvidia-smi",
    ],
    [
      "a GTX 1060 with nixpkgs' torch",
      { gpu: { ...gtx1060, torch: "nixpkgs" }, torch: "none" },
      "its cuDNN",
    ],
    [
      "a GTX 1060 with the newest driver",
      {
        gpu: gtx1060,
        ours: '{ hardware.nvidia.branch = "production"; }',
        torch: "none",
      },
      "the last branch that does is legacy_580",
    ],
    [
      "an RTX 5090 with wheels that have no kernels for it",
      {
        gpu: { ...nvidia("12.0", "GeForce RTX 5090"), torch: "wheel" },
        torch: "none",
      },
      "have no kernels for 12.0",
    ],
  ]
