# kornia without kornia-rs, for platforms that nixpkgs has none for: in its
# place is a module that says so when a file is to be read or written with it.
{ pythonPackages, runCommand }:
let
  inherit (pythonPackages) python;
  absent = pythonPackages.toPythonModule (
    runCommand "python${python.pythonVersion}-kornia-rs-absent" { } ''
      mkdir -p $out/${python.sitePackages}
      cat > $out/${python.sitePackages}/kornia_rs.py <<EOF
      def __getattr__(name):
          raise AttributeError(
              "kornia_rs." + name + ": nixpkgs has none for this platform"
          )
      EOF
    ''
  );
in
(pythonPackages.kornia.override { kornia-rs = absent; })
.overridePythonAttrs
  (_: {
    # kornia-rs isn't among what is installed.
    dontCheckRuntimeDeps = true;
  })
