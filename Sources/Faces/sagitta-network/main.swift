import NetworkCommands
import SagittaCommands

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

exit(NetworkProgram.main(Program.arguments))
