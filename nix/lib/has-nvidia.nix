# Whether a system has NVIDIA's driver: for a GPU, or for a board of several
# with NVSwitch, which NixOS switches on by another option.
config:
builtins.elem "nvidia" config.services.xserver.videoDrivers
|| config.hardware.nvidia.datacenter.enable or false
