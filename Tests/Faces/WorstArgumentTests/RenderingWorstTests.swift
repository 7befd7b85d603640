import Faults
import Files
import Geometry
import ImageFiles
import Presentation
import RayCasting
import Testing
import VolumeModel
import WorkScheduling

@Suite struct `Rays with the worst numbers` {
  private static func camera() throws -> Camera {
    try Camera(
      .left, of: Worst.evenVolume().geometry.center,
      projection: .orthographic(width: 20, height: 20))
  }

  @Test(arguments: Worst.numbers) func `frames are laid or refused`(number: Double) throws {
    let grid = try Worst.volume().geometry
    _ = grid.extent(from: CameraView(azimuth: number, elevation: number))
    let renderer = Renderer(try Worst.volume())
    let planes = [Plane(through: PatientPoint(number, 0, 0), normal: PatientVector(1, number, 0))]
    for projection in [
      Camera.Projection.orthographic(width: number, height: number),
      .perspective(verticalAngle: number), .perspective(verticalAngle: 30),
    ] {
      survive {
        let camera = try Camera(.left, of: grid.center, projection: projection)
        for step in [nil, number] {
          let frame = try RayFrame(
            camera, width: 4, height: 3, of: grid, step: step,
            clipping: Clipping(planes: planes.compactMap(\.self)))
          _ = frame.plane
          _ = try renderer.projection(frame, wantsDepths: true)
          let style = RenderStyle(
            try TransferFunction(preset: "ct-bone"), light: .distant(PatientVector(number, 1, 0)))
          _ = try renderer.picture(frame, style: style)
        }
      }
    }
    survive {
      let box = PatientBox(PatientPoint(number, 0, 0), PatientPoint(1, 1, 1))
      let slab = number.isNaN ? nil : min(number, 1)...max(number, 1)
      _ = try RayFrame(
        Self.camera(), width: 4, height: 3, of: grid, clipping: Clipping(crop: box, slab: slab))
    }
  }

  @Test(arguments: Worst.counts) func `sizes and levels are met or refused`(count: Int) throws {
    let volume = try Worst.evenVolume()
    let renderer = Renderer(volume)
    for (width, height, samples) in [(count, 2, 1), (2, count, 1), (2, 2, count)] {
      survive {
        _ = try RayFrame(
          Self.camera(), width: width, height: height, of: volume.geometry, samples: samples)
      }
      var limits = WorkLimits()
      limits.imagePixels = .max
      limits.raySamples = .max
      survive {
        _ = try RayFrame(
          Self.camera(), width: width, height: height, of: volume.geometry, samples: samples,
          limits: limits)
      }
    }
    let frame = try RayFrame(Self.camera(), width: 5, height: 4, of: volume.geometry)
    #expect(frame.coarser(by: count).width >= 1)
    let style = RenderStyle(try TransferFunction(preset: "ct-bone"))
    survive { try renderer.pictures(frame, style: style, levels: count) { _ in } }
    var bytes = [UInt8](repeating: 0, count: 7)
    #expect(throws: RayCastingError.unfitTarget(needed: 60, available: 7)) {
      try renderer.render(frame, style: style, into: &bytes)
    }
  }

  @Test func `more clip planes than make sense are refused`() throws {
    let grid = try Worst.evenVolume().geometry
    let plane = try #require(Plane(through: grid.center, normal: PatientVector(1, 0, 0)))
    let planes = Array(repeating: plane, count: Clipping.mostPlanes + 1)
    #expect(throws: RayCastingError.tooManyClipPlanes(65, limit: 64)) {
      try RayFrame(Self.camera(), width: 4, height: 3, of: grid, clipping: Clipping(planes: planes))
    }
  }

  @Test(arguments: Worst.numbers) func `styles show something or are refused`(number: Double) throws
  {
    let volume = try Worst.evenVolume()
    let frame = try RayFrame(Self.camera(), width: 4, height: 3, of: volume.geometry)
    var functions: [TransferFunction] = []
    var function = try TransferFunction(preset: "ct-bone")
    function.opacityUnit = number
    functions.append(function)
    function.opacityUnit = 1
    function.opacity = [.init(value: number, opacity: 1), .init(value: number, opacity: number)]
    functions.append(function)
    function.opacity = [.init(value: 0, opacity: 0), .init(value: 100, opacity: 1)]
    function.color = [.init(value: number, color: [number, 0, 1])]
    functions.append(function)
    function.color = [.init(value: 0, color: [1, 1, 1])]
    function.gradientOpacity = [.init(magnitude: number, opacity: number)]
    functions.append(function)
    function.gradientOpacity = nil
    function.shading = Shading(ambient: number, diffuse: 1, specular: 1, shininess: number)
    functions.append(function)
    for function in functions {
      survive { try function.check() }
      survive {
        _ = try Renderer(volume).picture(
          frame, style: RenderStyle(function, background: SIMD3(number, 0, 2)))
      }
    }
    survive {
      let style = RenderStyle(
        try TransferFunction(preset: "ct-bone"),
        mode: .isosurface(value: number, color: SIMD3(number, 0, 1)))
      _ = try Renderer(volume).picture(frame, style: style)
    }
  }
}

@Suite struct `Images with the worst numbers` {
  private static func image() throws -> PlaneImage {
    let plane = try #require(
      PlaneGeometry(
        width: 90, height: 80, right: PatientVector(1, 0, 0), down: PatientVector(0, 1, 0),
        center: PatientPoint(0, 0, 0), pixelWidth: 1))
    return PlaneImage(geometry: plane, values: (0..<7200).map { $0 % 11 == 0 ? .nan : Float($0) })
  }

  @Test(arguments: Worst.numbers) func `windows and overlays give colours`(number: Double) throws {
    let image = try Self.image()
    var window = try #require(DisplayWindow(center: 40, width: 400))
    for function in DisplayWindow.Function.allCases {
      window.function = function
      window.center = number
      window.width = number
      for depth in GreyDepth.allCases { _ = image.displayed(with: window, depth: depth) }
      _ = (window.grey(of: .nan, white: 255), window.grey(of: 3, white: number))
    }
    let grey = image.displayed(with: window)
    for colors in [Overlay.Colors.map(.gray, window), .labels(.default)] {
      var overlay = Overlay(colors, opacity: number)
      overlay.rise = number
      #expect(grey.overlaid(with: image, as: overlay).width == 90)
    }
    _ = LabelTable.default.label(of: Float(number))
    if !number.isNaN { _ = DisplayWindow(covering: Float(-abs(number))...Float(abs(number))) }
    _ = ScaleBar(millimetersPerPixel: number, longest: number)?.label
  }

  @Test(arguments: Worst.numbers) func `marks are drawn or left out`(number: Double) throws {
    let grey = try Self.image().displayed(with: #require(DisplayWindow(center: 40, width: 400)))
    let lines = [
      ReferenceLine(from: SIMD2(number, 0), to: SIMD2(0, number)),
      ReferenceLine(from: SIMD2(number, number), to: SIMD2(number, number)),
    ]
    let marked = grey.annotated(
      with: Annotation(
        sides: .init(left: "", right: "R", top: "\u{0}\n", bottom: "ﷺ"),
        millimetersPerPixel: number, topLeft: [String(repeating: "w", count: 100_000)],
        bottomRight: Array(repeating: "", count: 1000), lines: lines, crosshair: SIMD2(number, 1)))
    #expect(marked.width == 90 && marked.height == 80)
    #expect(grey.withSquarePixels(aspect: number).width >= 90)
  }

  @Test(arguments: Worst.counts) func `sizes and qualities are met or refused`(count: Int) throws {
    let raster = Raster(
      width: 2, height: 3, samples: .gray8([1, 2, 3, 4, 5, 6]), pixelSize: SIMD2(.nan, 0))
    #expect(raster.reduced(by: count).width >= 1)
    for format in ImageFileFormat.allCases where format != .mp4 {
      survive { _ = try raster.encoded(as: ImageEncoding(format, quality: count)) }
      survive {
        var sequence = try ImageSequence(format, like: raster, total: count)
        try sequence.add(raster, seconds: Double(count))
        _ = try sequence.finish()
      }
    }
  }

  @Test(arguments: Worst.numbers) func `speeds are kept or refused`(number: Double) throws {
    let raster = Raster(width: 2, height: 1, samples: .gray8([1, 2]))
    for format in [ImageFileFormat.gif, .apng] {
      survive {
        _ = try ImageSequence(format, like: raster, total: 1, framesPerSecond: number)
      }
      survive {
        var sequence = try ImageSequence(format, like: raster, total: 2)
        try sequence.add(raster, seconds: number)
        try sequence.add(raster, seconds: number)
        _ = try sequence.finish()
      }
    }
  }

  @Test(arguments: [ImageFileFormat.gif, .apng]) func `frames that do not belong are refused`(
    format: ImageFileFormat
  ) throws {
    let raster = Raster(width: 2, height: 1, samples: .gray8([1, 2]))
    let other = Raster(width: 1, height: 2, samples: .gray8([1, 2]))
    let file = try SequenceFile(
      to: .memory(CollectedBytes(), name: "a"), as: format, like: raster, total: 1,
      framesPerSecond: 10)
    #expect(throws: ImageFileError.unlikeFrames(format)) { try file.add(other) }
    #expect(throws: ImageFileError.frameCount(announced: 1, added: 0)) { try file.finish() }
    try file.add(raster)
    #expect(throws: ImageFileError.frameCount(announced: 1, added: 2)) { try file.add(raster) }
    try file.finish()
  }
}
