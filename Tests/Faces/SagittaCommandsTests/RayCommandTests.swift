import Foundation
import TestSupport
import Testing

/// `mip` and `render`, as people type them.
@Suite struct `Projections and ray casts` {
  @Test func `dump presets that can be edited and passed back`() throws {
    let folder = try TemporaryFolder()
    let input = try Inputs.phantom(in: folder)
    let names = Run("render", "--list-presets").output.split(separator: "\n")
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(
      names == [
        "ct-bone", "ct-soft-tissue", "ct-skin", "ct-lung", "ct-airways", "ct-vessels", "ct-cardiac",
        "mr-default", "mr-angio", "pet", "mip-like",
      ])
    for name in names {
      let dumped = Run("render", "--dump-preset", name)
      #expect(dumped.status == 0)
      let file = folder.path("\(name).json")
      try Data(dumped.output.utf8).write(to: URL(filePath: file))
      let pictures = try [["--preset", name], ["--transfer-function", file]].map { words in
        let picture = folder.path("picture.png")
        let run = Run(["render", input, "-o", picture, "--size", "40x40"] + words)
        #expect(run.status == 0, "\(run.errors)")
        return try Data(contentsOf: URL(filePath: picture))
      }
      #expect(pictures[0] == pictures[1])
    }
  }

  @Test func `look alike by a volume property and the same function as JSON`() throws {
    let folder = try TemporaryFolder()
    let input = try Inputs.phantom(in: folder)
    let property = "1\n1\n0.75\n0.25\n0.25\n16\n4 0 0 1000 0.5\n\n4 0 1 0.5 0.25\n"
    let json = #"""
      {"opacityUnit": 1, "color": [{"value": 0, "color": [1, 0.5, 0.25]}],
       "opacity": [{"value": 0, "opacity": 0}, {"value": 1000, "opacity": 0.5}],
       "shading": {"ambient": 0.25, "diffuse": 0.75, "specular": 0.25, "shininess": 16}}
      """#
    let pictures = try [("look.vp", property), ("look.json", json)].map { name, text in
      try Data(text.utf8).write(to: URL(filePath: folder.path(name)))
      let picture = folder.path("picture.png")
      let run = Run(
        "render", input, "-o", picture, "--size", "40x40", "--transfer-function",
        folder.path(name))
      #expect(run.status == 0, "\(run.errors)")
      return try Data(contentsOf: URL(filePath: picture))
    }
    #expect(pictures[0] == pictures[1])
  }

  @Test func `say in one line what cannot be, and leave nothing behind`() throws {
    let folder = try TemporaryFolder()
    let input = try Inputs.phantom(in: folder)
    let unordered = folder.path("unordered.json")
    let text = #"""
      {"opacityUnit": 1, "color": [{"value": 0, "color": [1, 1, 1]}],
       "opacity": [{"value": 5, "opacity": 0}, {"value": 2, "opacity": 1}]}
      """#
    try Data(text.utf8).write(to: URL(filePath: unordered))
    let property = folder.path("short.vp")
    try Data("1\n".utf8).write(to: URL(filePath: property))
    let cases: [(words: [String], status: Int32, mentioned: String)] = [
      (["render", "--preset", "ct-bon"], 64, "did you mean ct-bone?"),
      (["render", "--transfer-function", unordered], 65, "opacity is out of order: point 1"),
      (["render", "--transfer-function", folder.path("none.json")], 66, "none.json"),
      (["render", "--transfer-function", property], 65, "line 2: missing"),
      (["render", "--suv", "bw", "--real-world"], 64, "--real-world"),
      (["mip", "--suv", "bw", "--real-world"], 64, "--real-world"),
      (["render", "--preset", "ct-bone", "--step", "0"], 64, "step"),
      (["render", "--samples", "0"], 64, "--samples 0"),
      (["render", "--clip-plane", "0,0,0,1"], 64, "--clip-plane"),
      (["render", "--fov-angle", "30"], 64, "--projection perspective"),
      (["mip", "--step", "-1"], 64, "step"),
      (["mip", "--size", "100000x100000"], 77, "limit"),
      (["mip", "--crop", "900,901,0,1,0,1"], 64, "nothing of the volume"),
      (["mip", "--slab-from", "5", "--slab-to", "-5"], 64, "slab"),
      (["mip", "--azimuth", "nan"], 64, "--azimuth"),
      (["mip", "--frames", "0"], 64, "--frames"),
    ]
    for (words, status, mentioned) in cases {
      let picture = folder.path("picture.png")
      let run = Run([words[0], input, "-o", picture, "--quiet"] + words.dropFirst())
      #expect(run.status == status && run.isOneLine, "\(words): \(run.status) \(run.errors)")
      #expect(run.errors.contains(mentioned), "\(words): \(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: picture))
    }
  }

  @Test func `write the same bytes on every CPU level and from any number of workers`() throws {
    let folder = try TemporaryFolder()
    let input = try Inputs.phantom(in: folder)
    let views = [
      ["mip", "--view", "left"], ["mip", "--azimuth", "25"], ["render", "--azimuth", "25"],
    ]
    for words in views {
      var found: Set<Data> = []
      for (level, workers) in [("avx2", "1"), ("baseline", "1"), ("avx2", "3"), ("baseline", "8")] {
        let picture = folder.path("picture.png")
        let result = try BuiltProgram.shell(
          "SAGITTA_CPU=\(level) $sagitta \"$@\"", words[0], input, "-o", picture, "--threads",
          workers, "--size", "60x60", words[1], words[2])
        #expect(result.status == 0, "\(result.errors)")
        found.insert(try Data(contentsOf: URL(filePath: picture)))
      }
      #expect(found.count == 1)
    }
  }
}
