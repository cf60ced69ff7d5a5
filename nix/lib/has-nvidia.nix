# Whether a system has NVIDIA's driver: for a GPU, or for a board with NVSwitch,
# which has an option of its own in NixOS.
config:
builtins.elem "nvidia" config.services.xserver.videoDrivers
|| config.hardware.nvidia.datacenter.enable or false
