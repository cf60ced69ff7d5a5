"""A checkpoint in the shape of Stable Diffusion 1.5 with random weights.

Usage: checkpoint.py COMFYUI FILE. It makes noise, not pictures, by the same
kernels and the same memory as a real one.
"""

import sys

source, file = sys.argv[1:3]
# ComfyUI reads its own arguments when it is imported.
sys.argv = ["checkpoint"]
sys.path.insert(0, source)

import torch
from comfy.ldm.models.autoencoder import AutoencoderKL
from comfy.ldm.modules.diffusionmodules.openaimodel import UNetModel
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel
import comfy.ops

torch.manual_seed(1)
unet = UNetModel(
    image_size=32,
    in_channels=4,
    out_channels=4,
    model_channels=320,
    num_res_blocks=[2, 2, 2, 2],
    channel_mult=[1, 2, 4, 4],
    num_heads=8,
    use_spatial_transformer=True,
    transformer_depth=[1, 1, 1, 1, 1, 1, 0, 0],
    transformer_depth_middle=1,
    transformer_depth_output=[1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0],
    context_dim=768,
    use_linear_in_transformer=False,
    legacy=False,
    dtype=torch.float32,
    operations=comfy.ops.disable_weight_init,
)
vae = AutoencoderKL(
    ddconfig={
        "attn_resolutions": [],
        "ch": 128,
        "ch_mult": [1, 2, 4, 4],
        "double_z": True,
        "dropout": 0.0,
        "in_channels": 3,
        "num_res_blocks": 2,
        "out_ch": 3,
        "resolution": 256,
        "z_channels": 4,
    },
    embed_dim=4,
)
clip = CLIPTextModel(
    CLIPTextConfig(
        hidden_act="quick_gelu",
        hidden_size=768,
        intermediate_size=3072,
        max_position_embeddings=77,
        num_attention_heads=12,
        num_hidden_layers=12,
        vocab_size=49408,
    )
)
state = {}
for prefix, model in (
    ("model.diffusion_model.", unet),
    ("first_stage_model.", vae),
    ("cond_stage_model.transformer.", clip),
):
    for name, weight in model.state_dict().items():
        if "position_ids" in name:
            continue
        # Small enough that no sum overflows, large enough to be no black.
        value = torch.randn(weight.shape) * 0.02
        if name.endswith("norm.weight") or ".norm" in name:
            value = value + 1
        state[prefix + name] = value.to(torch.float16).contiguous()
if "cond_stage_model.transformer.embeddings.token_embedding.weight" in state:
    # Since transformers 5 the model has no text_model of its own.
    state = {
        name.replace(
            "cond_stage_model.transformer.",
            "cond_stage_model.transformer.text_model.",
        ): value
        for name, value in state.items()
    }
save_file(state, file)
