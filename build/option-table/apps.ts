/** What a table says that its source doesn't. */
export type TableApp = {
  /** The group's variable in the source → our name of the choice. */
  readonly choices: Readonly<Record<string, string>>
  /** Arguments that are no options, and what to use instead. */
  readonly elsewhere: Readonly<Record<string, string>>
  /** The file in its repository. */
  readonly file: string
  readonly repository: string
}

const ends = "prints and exits, which a unit would take for a failure"

export const comfyui: TableApp = {
  choices: {
    attn_group: "attention",
    cache_group: "cache",
    cm_group: "allocator",
    fp_group: "precision",
    fpte_group: "text-encoder-precision",
    fpunet_group: "unet-precision",
    fpvae_group: "vae-precision",
    manager_group: "manager-ui",
    upcast: "attention-upcast",
    vram_group: "video-ram",
  },
  elsewhere: {
    "--base-directory": "services.comfyui.data-dir",
    "--list-feature-flags": ends,
    "--listen": "services.comfyui.listen",
    "--port": "services.comfyui.port",
    "--quick-test-for-ci": ends,
  },
  file: "comfy/cli_args.py",
  repository: "github.com/Comfy-Org/ComfyUI",
}
