# Platforms of hosts and of people's machines: a Mac gets no systems, but a
# shell.
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
