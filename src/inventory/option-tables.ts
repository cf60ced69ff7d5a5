import comfyui from "../../nix/data/comfyui-options.json" with { type: "json" }
import webui from "../../nix/data/webui-options.json" with { type: "json" }

/** The module's own word for --lowvram and --medvram. */
const videoRam = { type: "enum", values: ["low", "medium"] }

/** The options of each app; its Nix module reads the same tables. */
export const optionTables = {
  comfyui,
  "stable-diffusion-webui": { ...webui, "video-ram": videoRam },
}
