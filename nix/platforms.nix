# Where hosts run, and where people work: a Mac has no systems, but a shell.
{
  control = [
    "aarch64-darwin"
    "aarch64-linux"
    "x86_64-linux"
  ];
  hosts = [
    "aarch64-linux"
    "x86_64-linux"
  ];
}
