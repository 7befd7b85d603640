import ArgumentParser
import SagittaEngine

/// Numbers between commas, as `--at -10,20.5,300` has them.
enum NumberList {
  /// The numbers, or nil if one is not finite or there are not as many as wanted.
  static func parse(_ text: String, counts: ClosedRange<Int>) -> [Double]? {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      Double(word.drop { $0 == " " })
    }
    guard counts.contains(numbers.count), numbers.allSatisfy({ $0?.isFinite ?? false }) else {
      return nil
    }
    return numbers.compactMap(\.self)
  }
}

/// A place in the patient: x,y,z in LPS mm.
struct PatientPointArgument: ExpressibleByArgument {
  let point: PatientPoint

  init?(argument: String) {
    guard let n = NumberList.parse(argument, counts: 3...3) else { return nil }
    point = PatientPoint(n[0], n[1], n[2])
  }
}

/// One to three positive spacings in mm: columns, rows, slices.
struct SpacingArgument: ExpressibleByArgument {
  /// Between columns, rows and slices, in mm.
  let list: [Double]

  init?(argument: String) {
    guard let n = NumberList.parse(argument, counts: 3...3), n.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    list = n
  }
}

/// A finite number that may be negative.
struct NumberArgument: ExpressibleByArgument {
  let value: Double

  init?(argument: String) {
    guard let value = Double(argument), value.isFinite else { return nil }
    self.value = value
  }
}

/// A finite number above 0.
struct PositiveNumberArgument: ExpressibleByArgument, CustomStringConvertible {
  let value: Double

  init(value: Double) {
    self.value = value
  }

  var description: String { value.displayText }

  init?(argument: String) {
    guard let value = Double(argument), value.isFinite, value > 0 else { return nil }
    self.value = value
  }
}

/// A whole number above 0.
struct CountArgument: ExpressibleByArgument {
  let value: Int

  init?(argument: String) {
    guard let value = Int(argument), value > 0 else { return nil }
    self.value = value
  }
}

/// A number that a voxel may be replaced by: any number, or `nan`.
struct VoxelValueArgument: ExpressibleByArgument {
  let padding: VoxelRequest.Padding

  init?(argument: String) {
    guard let value = Float(argument), value.isFinite || value.isNaN else { return nil }
    padding = value.isNaN ? .notANumber : .number(value)
  }
}

/// An amount of memory: bytes, or with K, M, G, T (powers of 1024; `MB` and `MiB` alike).
struct MemoryArgument: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    let digits = argument.prefix { $0.isNumber || $0 == "." }
    let unit = argument.dropFirst(digits.count).lowercased()
    let factors = ["": 1.0, "b": 1, "k": 0x1p10, "m": 0x1p20, "g": 0x1p30, "t": 0x1p40]
    let short =
      unit.hasSuffix("ib") ? unit.dropLast(2) : unit.hasSuffix("b") ? unit.dropLast() : unit[...]
    guard let number = Double(digits), let factor = factors[String(short)], number > 0,
      number * factor < 0x1p62
    else { return nil }
    bytes = Int(number * factor)
  }
}

/// A picture's size: WxH.
struct PictureSizeArgument: ExpressibleByArgument {
  let width: Int
  let height: Int

  init?(argument: String) {
    let words = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false)
    guard words.count == 2, let width = Int(words[0]), let height = Int(words[1]), width > 0,
      height > 0
    else { return nil }
    self.width = width
    self.height = height
  }
}
