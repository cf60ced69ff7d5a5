// Scripts that run on hosts are files; build/text-files.ts turns an import of
// one into its text behind that of the parts it needs, for the bundle and for
// the tests alike.
declare module "*.sh" {
  const text: string
  export default text
}
