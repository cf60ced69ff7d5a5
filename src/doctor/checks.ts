import type { Check } from "./check.ts"
import { api } from "./checks/app/api.ts"
import { database } from "./checks/app/database.ts"
import { device } from "./checks/app/device.ts"
import { deviceAccess } from "./checks/app/device-access.ts"
import { firewall } from "./checks/app/firewall.ts"
import { image } from "./checks/app/image.ts"
import { models } from "./checks/app/models.ts"
import { nodes } from "./checks/app/nodes.ts"
import { options } from "./checks/app/options.ts"
import { port as appPort } from "./checks/app/port.ts"
import { torch } from "./checks/app/torch.ts"
import { queue } from "./checks/app/queue.ts"
import { unit } from "./checks/app/unit.ts"
import { fleet } from "./checks/control/fleet.ts"
import { keys } from "./checks/control/keys.ts"
import { node } from "./checks/control/node.ts"
import { openssh } from "./checks/control/openssh.ts"
import { boot } from "./checks/disk/boot.ts"
import { garbage } from "./checks/disk/garbage.ts"
import { inodes } from "./checks/disk/inodes.ts"
import { nix } from "./checks/disk/nix.ts"
import { allListed } from "./checks/gpu/all-listed.ts"
import { bound } from "./checks/gpu/bound.ts"
import { computeCapability } from "./checks/gpu/compute-capability.ts"
import { deviceNodes } from "./checks/gpu/device-nodes.ts"
import { driverMatchesLibrary } from "./checks/gpu/driver-matches-library.ts"
import { driverOfSystem } from "./checks/gpu/driver-of-system.ts"
import { generation } from "./checks/gpu/generation.ts"
import { memory as gpuMemory } from "./checks/gpu/memory.ts"
import { mig } from "./checks/gpu/mig.ts"
import { model } from "./checks/gpu/model.ts"
import { moduleLoaded } from "./checks/gpu/module-loaded.ts"
import { nvidiaSmi } from "./checks/gpu/nvidia-smi.ts"
import { persistence } from "./checks/gpu/persistence.ts"
import { refused } from "./checks/gpu/refused.ts"
import { secureBoot } from "./checks/gpu/secure-boot.ts"
import { throttling } from "./checks/gpu/throttling.ts"
import { warnings } from "./checks/gpu/warnings.ts"
import { xid } from "./checks/gpu/xid.ts"
import { complete } from "./checks/inventory/complete.ts"
import { builders } from "./checks/nix/builders.ts"
import { builds } from "./checks/nix/builds.ts"
import { cacheAnswers } from "./checks/nix/cache-answers.ts"
import { cacheKeys } from "./checks/nix/cache-keys.ts"
import { caches } from "./checks/nix/caches.ts"
import { daemon } from "./checks/nix/daemon.ts"
import { flakes } from "./checks/nix/flakes.ts"
import { rememberedMisses } from "./checks/nix/remembered-misses.ts"
import { trusted } from "./checks/nix/trusted.ts"
import { version } from "./checks/nix/version.ts"
import { authentication } from "./checks/reach/authentication.ts"
import { dns } from "./checks/reach/dns.ts"
import { elevation } from "./checks/reach/elevation.ts"
import { hostKey } from "./checks/reach/host-key.ts"
import { port } from "./checks/reach/port.ts"
import { probe } from "./checks/reach/probe.ts"
import { sshConfig } from "./checks/reach/ssh-config.ts"
import { bootDefault } from "./checks/system/boot-default.ts"
import { busy } from "./checks/system/busy.ts"
import { clock } from "./checks/system/clock.ts"
import { deployed } from "./checks/system/deployed.ts"
import { deployers } from "./checks/system/deployers.ts"
import { deployment } from "./checks/system/deployment.ts"
import { inotify } from "./checks/system/inotify.ts"
import { kernel } from "./checks/system/kernel.ts"
import { lock } from "./checks/system/lock.ts"
import { memory } from "./checks/system/memory.ts"
import { nixos } from "./checks/system/nixos.ts"
import { profile } from "./checks/system/profile.ts"
import { store } from "./checks/system/store.ts"
import { units } from "./checks/system/units.ts"
import type { Approach, ControlSight, HostSight } from "./sight.ts"

/** Of this machine, from what everything needs to what one thing needs. */
export const controlChecks: readonly Check<ControlSight>[] = [
  node,
  openssh,
  fleet,
  keys,
]

/** Of the way to a host, hop by hop. */
export const approachChecks: readonly Check<Approach>[] = [
  complete,
  sshConfig,
  dns,
  port,
  hostKey,
  authentication,
  elevation,
  probe,
]

/** Of a host that was reached, from the ground up. */
export const hostChecks: readonly Check<HostSight>[] = [
  nixos,
  version,
  daemon,
  trusted,
  builds,
  builders,
  flakes,
  caches,
  cacheKeys,
  cacheAnswers,
  rememberedMisses,
  nix,
  boot,
  inodes,
  garbage,
  deployed,
  profile,
  bootDefault,
  kernel,
  store,
  clock,
  memory,
  inotify,
  units,
  deployers,
  busy,
  deployment,
  lock,
  bound,
  secureBoot,
  moduleLoaded,
  refused,
  deviceNodes,
  driverMatchesLibrary,
  nvidiaSmi,
  allListed,
  warnings,
  xid,
  gpuMemory,
  throttling,
  persistence,
  mig,
  generation,
  driverOfSystem,
  model,
  computeCapability,
  unit,
  deviceAccess,
  appPort,
  queue,
  api,
  firewall,
  options,
  device,
  torch,
  models,
  nodes,
  database,
  image,
]
