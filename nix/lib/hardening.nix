# Restrictions that a service on a GPU can live with. Devices keep their
# permissions: ProtectClock= and DeviceAllow= would close the driver's
# nodes, whose names differ by vendor and driver. torch compiles at run time,
# so MemoryDenyWriteExecute= would break it.
{
  CapabilityBoundingSet = "";
  LockPersonality = true;
  NoNewPrivileges = true;
  PrivateDevices = false;
  PrivateTmp = true;
  ProtectControlGroups = true;
  ProtectHome = "tmpfs";
  ProtectHostname = true;
  ProtectKernelLogs = true;
  ProtectKernelModules = true;
  ProtectKernelTunables = true;
  ProtectSystem = "strict";
  RemoveIPC = true;
  # Netlink: the list of interfaces, for torch and for servers.
  RestrictAddressFamilies = [
    "AF_INET"
    "AF_INET6"
    "AF_NETLINK"
    "AF_UNIX"
  ];
  RestrictNamespaces = true;
  RestrictRealtime = true;
  RestrictSUIDSGID = true;
  # Groups that may open the GPU's device nodes.
  SupplementaryGroups = [
    "render"
    "video"
  ];
  SystemCallArchitectures = "native";
}
