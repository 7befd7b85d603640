// Runs a program, and notes how much memory it had resident at the most.
//
//     peak-memory FILE PROGRAM ARGUMENT…
//
// What a process has resident before it becomes another program counts for that, too: therefore this
// small one stands between the tests and the program.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

let words = CommandLine.arguments
guard words.count > 2 else { exit(2) }
var arguments: [UnsafeMutablePointer<CChar>?] = unsafe words.dropFirst(2).map { unsafe strdup($0) }
unsafe arguments.append(nil)
var child = pid_t()
guard unsafe posix_spawn(&child, words[2], nil, nil, arguments, environ) == 0 else { exit(3) }
var status: Int32 = 0
var usage = rusage()
guard unsafe wait4(child, &status, 0, &usage) == child else { exit(4) }
guard let file = unsafe fopen(words[1], "w") else { exit(5) }
unsafe fputs("\(usage.ru_maxrss * 1024)", file)
unsafe fclose(file)
exit(status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F)
