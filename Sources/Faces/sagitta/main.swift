import CScarceMemory
import SagittaCommands

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

exit(Program.main(Program.arguments))
