"""Writes DictionaryTable.swift, TagNames.swift and ../Text/SingleByteTables.swift.

Run with a Python that has pydicom 3.0.2 (its dictionary follows DICOM edition 2024c):
    python generate.py
"""
import pathlib
import re

import pydicom
from pydicom._dicom_dict import DicomDictionary, RepeatersDictionary

HERE = pathlib.Path(__file__).parent
EDITION = f"facts of DICOM PS3.6 edition 2024c, through pydicom {pydicom.__version__}"
AMBIGUOUS = {"US or SS": "XS", "OB or OW": "XB", "US or OW": "XW", "US or SS or OW": "XL", "NONE": "--"}

# Entries of PS3.6 newer than that dictionary, and used by the engine.
EXTRA = {0x7FE00003: ("UV", "1", "Encapsulated Pixel Data Value Total Length", "",
                      "EncapsulatedPixelDataValueTotalLength")}

# The attributes that the engine names in code.
NAMED = """
FileMetaInformationGroupLength FileMetaInformationVersion MediaStorageSOPClassUID
MediaStorageSOPInstanceUID TransferSyntaxUID ImplementationClassUID ImplementationVersionName
SourceApplicationEntityTitle
SpecificCharacterSet ImageType InstanceCreationDate InstanceCreationTime SOPClassUID SOPInstanceUID
StudyDate SeriesDate AcquisitionDate ContentDate AcquisitionDateTime StudyTime SeriesTime
AcquisitionTime ContentTime AccessionNumber QueryRetrieveLevel Modality ModalitiesInStudy
ConversionType Manufacturer InstitutionName ReferringPhysicianName TimezoneOffsetFromUTC
CodeValue CodingSchemeDesignator CodeMeaning StudyDescription SeriesDescription
ManufacturerModelName ReferencedSeriesSequence ReferencedImageSequence ReferencedInstanceSequence
ReferencedSOPClassUID ReferencedSOPInstanceUID DerivationDescription SourceImageSequence
DerivationCodeSequence IrradiationEventUID IconImageSequence FrameType VolumetricProperties
VolumeBasedCalculationTechnique PixelPresentation ComplexImageComponent AcquisitionContrast
PatientName PatientID PatientBirthDate PatientSex PatientAge PatientSize PatientWeight
PatientIdentityRemoved DeidentificationMethod
BodyPartExamined ScanningSequence SequenceVariant ScanOptions MRAcquisitionType SliceThickness KVP
RepetitionTime EchoTime InversionTime EchoNumbers MagneticFieldStrength SpacingBetweenSlices
EchoTrainLength DeviceSerialNumber SoftwareVersions ProtocolName TriggerTime CardiacNumberOfImages
RadiopharmaceuticalStartTime RadionuclideTotalDose RadionuclideHalfLife
RadiopharmaceuticalStartDateTime ReconstructionDiameter GantryDetectorTilt ExposureTime
XRayTubeCurrent ConvolutionKernel FrameTime FrameTimeVector FrameReferenceDateTime ImagerPixelSpacing FlipAngle
DiffusionBValue DiffusionGradientOrientation EffectiveEchoTime TemporalPositionTimeOffset
NominalCardiacTriggerDelayTime PatientPosition ContributingEquipmentSequence AcquisitionDuration MRDiffusionSequence DiffusionGradientDirectionSequence DiffusionDirectionality MREchoSequence
MRImageFrameTypeSequence CTImageFrameTypeSequence PETFrameTypeSequence
CardiacSynchronizationSequence
StudyInstanceUID SeriesInstanceUID StudyID SeriesNumber AcquisitionNumber InstanceNumber
ImagePositionPatient ImageOrientationPatient FrameOfReferenceUID Laterality
TemporalPositionIdentifier NumberOfTemporalPositions TemporalResolution PositionReferenceIndicator
SliceLocation ImagesInAcquisition StackID InStackPositionNumber FrameAcquisitionNumber
FrameAcquisitionDateTime DimensionIndexValues FrameContentSequence PlanePositionSequence
PlaneOrientationSequence TemporalPositionIndex TemporalPositionTimeOffset
DimensionOrganizationSequence DimensionOrganizationUID DimensionIndexSequence
DimensionIndexPointer FunctionalGroupPointer DimensionOrganizationType
ConcatenationUID InConcatenationNumber InConcatenationTotalNumber ConcatenationFrameOffsetNumber
ImageComments FrameComments
SamplesPerPixel PhotometricInterpretation PlanarConfiguration NumberOfFrames FrameIncrementPointer
Rows Columns PixelSpacing PixelAspectRatio CorrectedImage BitsAllocated BitsStored HighBit
PixelRepresentation SmallestImagePixelValue LargestImagePixelValue PixelPaddingValue
PixelPaddingRangeLimit FloatPixelPaddingValue DoubleFloatPixelPaddingValue
FloatPixelPaddingRangeLimit DoubleFloatPixelPaddingRangeLimit QualityControlImage BurnedInAnnotation
PixelSpacingCalibrationType WindowCenter WindowWidth RescaleIntercept RescaleSlope RescaleType
WindowCenterWidthExplanation VOILUTFunction RedPaletteColorLookupTableDescriptor
GreenPaletteColorLookupTableDescriptor BluePaletteColorLookupTableDescriptor
RedPaletteColorLookupTableData GreenPaletteColorLookupTableData BluePaletteColorLookupTableData
LossyImageCompression LossyImageCompressionRatio LossyImageCompressionMethod ModalityLUTSequence
LUTDescriptor LUTExplanation ModalityLUTType LUTData VOILUTSequence FrameVOILUTSequence
PixelMeasuresSequence PixelValueTransformationSequence FrameAnatomySequence
SharedFunctionalGroupsSequence PerFrameFunctionalGroupsSequence UnassignedSharedConvertedAttributesSequence
UnassignedPerFrameConvertedAttributesSequence
RealWorldValueMappingSequence RealWorldValueFirstValueMapped RealWorldValueLastValueMapped
RealWorldValueLUTData RealWorldValueIntercept RealWorldValueSlope MeasurementUnitsCodeSequence
DoubleFloatRealWorldValueFirstValueMapped DoubleFloatRealWorldValueLastValueMapped
PurposeOfReferenceCodeSequence
EnergyWindowInformationSequence RadiopharmaceuticalInformationSequence DetectorInformationSequence NumberOfSlices NumberOfTimeSlices
SeriesType Units CountsSource DecayCorrection ReconstructionMethod FrameReferenceTime DecayFactor
DoseCalibrationFactor ImageIndex GridFrameOffsetVector DoseUnits DoseGridScaling
DirectoryRecordSequence DirectoryRecordType ReferencedFileID
PresentationLUTShape ExtendedOffsetTable ExtendedOffsetTableLengths
EncapsulatedPixelDataValueTotalLength FloatPixelData DoubleFloatPixelData PixelData
DataSetTrailingPadding
IssuerOfPatientID IssuerOfPatientIDQualifiersSequence OtherPatientIDs OtherPatientIDsSequence
OtherPatientNames PatientBirthTime EthnicGroup PatientComments Occupation AdditionalPatientHistory
PatientSpeciesDescription PatientSpeciesCodeSequence PatientBreedDescription
PatientBreedCodeSequence BreedRegistrationSequence ResponsiblePerson ResponsiblePersonRole
ResponsibleOrganization PatientSexNeutered AdmittingDiagnosesDescription AdmissionID PregnancyStatus
PhysiciansOfRecord NameOfPhysiciansReadingStudy ProcedureCodeSequence ReferencedStudySequence
IssuerOfAccessionNumberSequence RequestAttributesSequence AnatomicalOrientationType
PatientOrientationCodeSequence PatientOrientationModifierCodeSequence
PatientGantryRelationshipCodeSequence StationName InstitutionAddress InstitutionalDepartmentName
ContrastBolusAgent ContrastBolusAgentSequence ContrastBolusRoute ContrastBolusVolume
ContrastBolusStartTime ContrastBolusStopTime ContrastBolusTotalDose ContrastBolusIngredient
ContrastBolusIngredientConcentration ContrastFlowRate ContrastFlowDuration
ImagingFrequency ImagedNucleus NumberOfAverages SequenceName EchoPulseSequence
RandomsCorrectionMethod AttenuationCorrectionMethod ScatterCorrectionMethod CollimatorType
ActualFrameDuration SUVType
PatientOrientation DateOfSecondaryCapture TimeOfSecondaryCapture
SecondaryCaptureDeviceManufacturer SecondaryCaptureDeviceManufacturerModelName
SecondaryCaptureDeviceSoftwareVersions RecommendedDisplayFrameRate
DeidentificationMethodCodeSequence LongitudinalTemporalInformationModified
""".split()


def swift_name(keyword):
    if keyword.startswith("VOILUT"):
        return "voi" + keyword[3:]
    lead = re.match(r"[A-Z]+(?=[A-Z][a-z]|$|[0-9])|[A-Z]", keyword).group(0)
    return lead.lower() + keyword[len(lead):]


def code(vr):
    return AMBIGUOUS.get(vr, vr)


def plain(text):
    return text.replace("\u2019", "'").replace("\u03bc", "u").replace("\u00b5", "u").encode("ascii", "replace").decode()


entries = dict(DicomDictionary)
for tag, entry in EXTRA.items():
    entries.setdefault(tag, entry)
entries = {t: e for t, e in entries.items() if e[4]}
multiplicities = sorted({e[1] for e in entries.values()} | {e[1] for e in RepeatersDictionary.values()})
letter = {vm: chr(ord("A") + i) for i, vm in enumerate(multiplicities)}

index, names, offset = [], [], 0
for tag in sorted(entries):
    vr, vm, name, retired, keyword = entries[tag]
    line = f"{keyword}|{plain(name)}"
    index.append(f"{tag:08X}{code(vr)}{letter[vm]}{'R' if retired else '-'}{offset:05X}")
    names.append(line)
    offset += len(line) + 1

repeaters = [f"{mask}{code(e[0])}{letter[e[1]]}{'R' if e[3] else '-'}|{e[4]}|{plain(e[2])}"
             for mask, e in sorted(RepeatersDictionary.items()) if e[4]]

out = [f"// Generated by generate.py: {EDITION}.", "// swift-format-ignore-file", ""]
out.append("/// The data dictionary as constant text: no initialisation, no relocation.")
out.append("enum DictionaryTable {")
out.append("  /// Meaning of the multiplicity letters, from `A`.")
out.append("  static let multiplicities = [" + ", ".join(f'"{m}"' for m in multiplicities) + "]")
out.append("")
out.append("  /// Number of records in `index`.")
out.append(f"  static let count = {len(index)}")
out.append("")
out.append("  /// Records of 18 bytes in tag order: tag (8 hex), VR (2), multiplicity, retired, offset into `names` (5 hex), line end.")
out.append('  static let index: StaticString = """')
out += ["    " + l for l in index]
out.append('')
out.append('    """')
out.append("")
out.append("  /// `Keyword|Name` lines; the index points here.")
out.append('  static let names: StaticString = """')
out += ["    " + l for l in names]
out.append('')
out.append('    """')
out.append("")
out.append("  /// Repeating groups: tag with `x` for any digit, VR, multiplicity, retired, keyword, name.")
out.append('  static let repeaters: StaticString = """')
out += ["    " + l for l in repeaters]
out.append('')
out.append('    """')
out.append("}")
(HERE / "DictionaryTable.swift").write_text("\n".join(out) + "\n")

by_keyword = {e[4]: t for t, e in entries.items()}
named = sorted(dict.fromkeys(NAMED), key=lambda k: by_keyword[k])
out = [f"// Generated by generate.py: {EDITION}.", "", "/// The attributes that the engine names in code.", "extension Tag {"]
for k in named:
    t = by_keyword[k]
    out.append(f"  /// {plain(entries[t][2])}, VR {entries[t][0]}.")
    out.append("  @inlinable")
    out.append(f"  public static var {swift_name(k)}: Tag {{ Tag(0x{t >> 16:04X}, 0x{t & 0xFFFF:04X}) }}")
    out.append("")
out[-1] = "}"
(HERE / "TagNames.swift").write_text("\n".join(out) + "\n")

SETS = [(101, "iso8859_2"), (109, "iso8859_3"), (110, "iso8859_4"), (144, "iso8859_5"), (127, "iso8859_6"),
        (126, "iso8859_7"), (138, "iso8859_8"), (148, "iso8859_9"), (166, "tis_620"), (203, "iso8859_15")]
out = ["// Generated by ../Dictionary/generate.py: the upper halves of the registered single-byte sets.",
       "// swift-format-ignore-file", "",
       "/// Code points of bytes A0...FF per ISO registration number; FFFD where none is defined.",
       "enum SingleByteTables {"]
for number, codec in SETS:
    values = []
    for b in range(0xA0, 0x100):
        try:
            values.append(ord(bytes([b]).decode(codec)))
        except UnicodeDecodeError:
            values.append(0x00A0 if b == 0xA0 and number == 166 else 0xFFFD)
    out.append(f"  /// ISO_IR {number}, Python codec {codec}.")
    out.append(f"  static let ir{number}: [UInt16] = [")
    for i in range(0, 96, 12):
        out.append("    " + ", ".join(f"0x{v:04X}" for v in values[i:i + 12]) + ",")
    out.append("  ]")
    out.append("")
out[-1] = "}"
(HERE.parent / "Text" / "SingleByteTables.swift").write_text("\n".join(out) + "\n")
