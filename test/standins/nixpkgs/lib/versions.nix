# Versions.
lib: {
  versionAtLeast = a: b: builtins.compareVersions a b >= 0;
  versionOlder = a: b: builtins.compareVersions a b < 0;
  major = version: builtins.head (builtins.splitVersion version);
  majorMinor =
    version:
    lib.concatStringsSep "." (
      lib.take 2 (builtins.splitVersion version)
    );
  minor = version: builtins.elemAt (builtins.splitVersion version) 1;
}
