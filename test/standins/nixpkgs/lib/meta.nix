# What packages say about themselves.
lib: {
  # By names of systems alone.
  availableOn =
    platform: package:
    !(builtins.elem platform.system (package.meta.badPlatforms or [ ]));
  getBin = package: package.bin or package;
  getExe' =
    package: name:
    if lib.isDerivation package then
      "${lib.getBin package}/bin/${name}"
    else
      throw (
        "lib.meta.getExe': The first argument is of type "
        + "${builtins.typeOf package}, but it should be a derivation instead."
      );
  getExe =
    package:
    lib.getExe' package (
      package.meta.mainProgram
        or (throw "getExe: package ${package.name} has no meta.mainProgram")
    );
  getName =
    package: package.pname or (builtins.parseDrvName package.name).name;
  getVersion =
    package:
    package.version or (builtins.parseDrvName package.name).version;
  licenses = {
    gpl2Only.free = true;
    gpl3Only.free = true;
    unfreeRedistributable = {
      free = false;
      shortName = "unfreeRedistributable";
    };
  };
  platforms.linux = [
    "aarch64-linux"
    "x86_64-linux"
  ];
}
