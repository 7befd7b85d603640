import Archive
import DICOMCoding
import DICOMModel
import TestSupport

/// Small images as files.
struct SmallObject {
  var study = "1.2.3"
  var series = "1.2.3.1"
  var instance = "1.2.3.1.1"
  var number = 1
  var date = "20260115"
  var time = "101530.5"
  var modality = "CT"
  var name = "Doe^Jane"
  var patient = "4711"
  var description = "HEAD"
  var characterSet = "ISO_IR 192"
  var value: UInt16 = 7

  /// An image of four by three.
  var dataSet: DataSet {
    var set = DataSet()
    set.set(.specificCharacterSet, string: characterSet)
    set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.2")
    set.set(.sopInstanceUID, string: instance)
    set.set(.studyInstanceUID, string: study)
    set.set(.seriesInstanceUID, string: series)
    set.set(.studyDate, string: date)
    set.set(Tag(0x0008, 0x0030), vr: .tm, string: time)
    set.set(.modality, string: modality)
    set.set(.patientName, string: name)
    set.set(.patientID, string: patient)
    set.set(.seriesDescription, string: description)
    set.set(.instanceNumber, integer: number)
    set.set(.samplesPerPixel, integer: 1)
    set.set(.photometricInterpretation, string: "MONOCHROME2")
    set.set(.rows, integer: 3)
    set.set(.columns, integer: 4)
    set.set(.bitsAllocated, integer: 16)
    set.set(.bitsStored, integer: 16)
    set.set(.highBit, integer: 15)
    set.set(.pixelRepresentation, integer: 0)
    set.set(.pixelData, vr: .ow, integers: (0..<12).map { $0 + Int(value) })
    return set
  }

  /// The file.
  func bytes(_ syntax: TransferSyntax = .explicitVRLittleEndian) throws -> [UInt8] {
    try Part10Writer().file(dataSet, transferSyntax: syntax)
  }

  /// Images of one series, by number.
  static func series(_ count: Int, study: String = "1.2.3", number: Int = 1) -> [SmallObject] {
    (1...count).map { n in
      var object = SmallObject()
      object.study = study
      object.series = "\(study).\(number)"
      object.instance = "\(study).\(number).\(n)"
      object.number = n
      return object
    }
  }
}

extension Archive {
  /// Studies, series and instances.
  var sizes: [Int] {
    get throws {
      let found = try self.counts()
      return [found.studies, found.series, found.instances]
    }
  }
}
