import table from "../../../nix/data/nixos-options.json" with { type: "json" }

/** Every option of the table, as `a.<name>.b`. */
export const optionNames = Object.values(table).flatMap(({ options }) =>
  Object.keys(options),
)

/**
 * Nix code: what a nixpkgs says of each of these options, by name: its type in
 * words and its default as JSON, both null where there is none or it can't be
 * written. An option that isn't there is null itself.
 */
export function optionFacts(names: readonly string[]): string {
  const list = names.map((name) => JSON.stringify(name)).join(" ")
  return `
    let
      inherit (lib.nixosSystem {
        modules = [ { nixpkgs.hostPlatform = "x86_64-linux"; } ];
      }) options;
      step = at: name:
        if at == null then null
        else if lib.isOption at then
          let below = at.type.getSubOptions [ ]; in
          if builtins.elem name [ "<name>" "*" ] then below
          else below.\${name} or null
        else if builtins.isAttrs at then at.\${name} or null
        else null;
      find = name: builtins.foldl' step options (lib.splitString "." name);
      plain = x:
        x == null || builtins.isBool x || builtins.isInt x
        || builtins.isString x
        || builtins.isList x && builtins.all plain x
        || builtins.isAttrs x && !(x ? type)
          && builtins.all plain (builtins.attrValues x);
      defaultOf = option:
        let
          tried = builtins.tryEval (
            if option ? default && !(option ? defaultText)
              && plain option.default
            then builtins.toJSON option.default
            else null
          );
        in
        if tried.success then tried.value else null;
      describe = name:
        let option = find name; in
        if option == null || !(lib.isOption option) then null
        else {
          default = defaultOf option;
          type = option.type.description or option.type.name;
        };
    in
    lib.genAttrs [ ${list} ] describe`
}
