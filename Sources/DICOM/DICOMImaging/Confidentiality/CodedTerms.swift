public import DICOMModel

/// Attributes of coded values, each with the terms that may be told of anybody's images.
///
/// A code string holds 16 letters of whatever somebody typed; only those of these lists (the defined
/// terms of PS3.3 and PS3.16 Annex L, and words that makers put into Image Type) are known to be codes.
public enum CodedTerms {
  /// Whether a value is one of the terms of its attribute, whatever the case of its letters.
  public static func contains(_ value: String, of tag: Tag) -> Bool {
    terms[tag]?.contains(value.uppercased()) ?? false
  }

  /// Modalities (PS3.3 C.7.3.1.1.1).
  public static let modalities: Set<String> = [
    "AR", "BMD", "BDUS", "CR", "CT", "CTPROTOCOL", "DX", "DOC", "DSA", "ECG", "EPS", "ES", "FID",
    "GM", "HC", "HD", "IO", "IVOCT", "IVUS", "KER", "KO", "LEN", "LS", "MG", "MR", "M3D", "NM",
    "OAM", "OCT", "OP", "OPM", "OPT", "OPTBSV", "OPTENF", "OPV", "OSS", "OT", "PLAN", "POS", "PR",
    "PT", "PX", "REG", "RESP", "RF", "RG", "RTDOSE", "RTIMAGE", "RTPLAN", "RTRECORD", "RTSTRUCT",
    "SEG", "SC", "SM", "SMR", "SR", "SRF", "STAIN", "TEXTUREMAP", "TG", "US", "VA", "XA", "XC",
  ]

  private static let parts: Set<String> = [
    "ABDOMEN", "ABDOMENPELVIS", "ADRENAL", "ANKLE", "ANUS", "AORTA", "ARM", "AXILLA", "BACK",
    "BILEDUCT", "BLADDER", "BRAIN", "BREAST", "BRONCHUS", "BUTTOCK", "CALCANEUS", "CALF",
    "CAROTID", "CEREBELLUM", "CERVIX", "CHEEK", "CHEST", "CHESTABDOMEN", "CHESTABDPELVIS",
    "CIRCLEOFWILLIS",
    "CLAVICLE", "COCCYX", "COLON", "CORNEA", "CORONARYARTERY", "CSPINE", "CTSPINE", "DUODENUM",
    "EAR", "ELBOW", "ESOPHAGUS", "EXTREMITY", "EYE", "EYELID", "FACE", "FEMUR", "FINGER", "FOOT",
    "FOREARM", "GALLBLADDER", "HAND", "HEAD", "HEADNECK", "HEART", "HIP", "HUMERUS", "IAC",
    "ILEUM", "ILIUM", "JAW", "JEJUNUM", "KIDNEY", "KNEE", "LARYNX", "LEG", "LIVER",
    "LOWER EXTREMITY",
    "LSPINE", "LSSPINE", "LUNG", "MAXILLA", "MEDIASTINUM", "MOUTH", "NECK", "NECKCHEST",
    "NECKCHESTABDOMEN", "NECKCHESTABDPELV", "NOSE", "ORBIT", "OVARY", "PANCREAS", "PAROTID",
    "PATELLA", "PELVIS", "PENIS", "PHANTOM", "PHARYNX", "PROSTATE", "RECTUM", "RIB", "SACRUM",
    "SCALP",
    "SCAPULA", "SCLERA", "SCROTUM", "SHOULDER", "SKULL", "SPINE", "SPLEEN", "SSPINE", "STERNUM",
    "STOMACH", "SUBMANDIBULAR", "TESTIS", "THIGH", "THUMB", "THYMUS", "THYROID", "TIBIA", "TLSPINE",
    "TMJ", "TOE", "TONGUE", "TRACHEA", "TSPINE", "UPPER EXTREMITY", "URETER", "URETHRA", "UTERUS",
    "VAGINA", "VULVA", "WHOLEBODY", "WRIST", "ZYGOMA",
  ]

  private static let imageTypes: Set<String> = [
    "", "ORIGINAL", "DERIVED", "PRIMARY", "SECONDARY", "MIXED", "AXIAL", "LOCALIZER", "REFORMATTED",
    "MPR", "PROJECTION IMAGE", "OTHER", "VOLUME", "NONE", "MAXIMUM", "MINIMUM", "MEAN", "AVERAGE",
    "ADDITION", "SUBTRACTION", "M", "P", "R", "I", "MAGNITUDE", "PHASE", "REAL", "IMAGINARY",
    "M_FFE", "M_SE", "M_IR", "P_FFE", "PHASE MAP", "T1 MAP", "T2 MAP", "ADC", "FA", "TRACEW",
    "DIFFUSION", "FMRI", "MOSAIC", "ND", "NORM", "DIS2D", "DIS3D", "MFSPLIT", "DENSITY MAP", "FFE",
    "SE", "IR", "TSE", "STATIC", "DYNAMIC", "GATED", "WHOLE BODY", "TOMO", "RECON TOMO", "EMISSION",
    "TRANSMISSION", "CT_SOM5 SPI", "CT_SOM5 SEQ", "CT_SOM5 TOP", "HELIX", "CYLINDER", "WATER",
    "FAT",
    "IN_PHASE", "OUT_PHASE", "SCREEN SAVE", "BIPLANE A", "BIPLANE B", "SINGLE PLANE", "UNSPECIFIED",
    "QUANTITY", "ENERGY_PROP_WT", "DUAL ENERGY", "MONO_ENERGETIC", "PERFUSION", "RESAMPLED",
  ]

  private static let terms: [Tag: Set<String>] = [
    .modality: modalities, .bodyPartExamined: parts, .imageType: imageTypes,
    .frameType: imageTypes,
    .photometricInterpretation: [
      "MONOCHROME1", "MONOCHROME2", "RGB", "PALETTE COLOR", "YBR_FULL", "YBR_FULL_422", "YBR_RCT",
      "YBR_ICT", "YBR_PARTIAL_420",
    ],
    .patientPosition: [
      "HFP", "HFS", "HFDR", "HFDL", "FFDR", "FFDL", "FFP", "FFS", "LFP", "LFS", "RFP", "RFS",
      "AFDR",
      "AFDL", "PFDR", "PFDL",
    ],
    .anatomicalOrientationType: ["BIPED", "QUADRUPED"], .laterality: ["L", "R"],
    Tag(0x0020, 0x0062): ["L", "R", "U", "B"],
    .scanningSequence: ["SE", "IR", "GR", "EP", "RM"],
    .sequenceVariant: ["SK", "MTC", "SS", "TRSS", "SP", "MP", "OSP", "NONE"],
    .scanOptions: [
      "PER", "RG", "CG", "PPG", "FC", "PFF", "PFP", "SP", "FS", "HELICAL MODE", "AXIAL MODE",
      "SCOUT MODE", "CINE", "HELIX", "SEQUENCE", "NONE",
    ],
    .mrAcquisitionType: ["1D", "2D", "3D"], .echoPulseSequence: ["SPIN", "GRADIENT", "BOTH"],
    .imagedNucleus: ["1H", "2H", "3HE", "7LI", "13C", "17O", "19F", "23NA", "31P", "39K", "129XE"],
    Tag(0x0018, 0x1312): ["ROW", "COL", "COLUMN"],
    .contrastBolusIngredient: ["IODINE", "GADOLINIUM", "CARBON DIOXIDE", "BARIUM", "XENON"],
    .countsSource: ["EMISSION", "TRANSMISSION"],
    .seriesType: ["WHOLE BODY", "STATIC", "DYNAMIC", "GATED", "IMAGE", "REPROJECTION"],
    .units: [
      "CNTS", "NONE", "CM2", "CM2ML", "PCNT", "CPS", "BQML", "MGMINML", "UMOLMINML", "MLMING",
      "MLG",
      "1CM", "UMOLML", "PROPCNTS", "PROPCPS", "MLMINML", "MLML", "GML", "STDDEV",
    ],
    .suvType: ["BSA", "BW", "LBM", "LBMJAMES128", "LBMJANMA", "IBW"],
    .decayCorrection: ["NONE", "START", "ADMIN"],
    .correctedImage: [
      "DECY", "ATTN", "SCAT", "DTIM", "MOTN", "PMOT", "CLN", "RAN", "RADL", "DCAL", "NORM",
    ],
    .collimatorType: ["NONE", "RING", "PARA", "PINH", "FANB", "CONE", "SLNT", "ASTG", "DIVG"],
    .randomsCorrectionMethod: ["NONE", "DLYD", "SING"],
    .lossyImageCompression: ["00", "01"],
    .lossyImageCompressionMethod: [
      "ISO_10918_1", "ISO_14495_1", "ISO_15444_1", "ISO_15444_15", "ISO_13818_2", "ISO_14496_10",
      "ISO_23008_2", "ISO_18181_1",
    ],
    .presentationLUTShape: ["IDENTITY", "INVERSE"], .burnedInAnnotation: ["YES", "NO"],
    .voiLUTFunction: ["LINEAR", "LINEAR_EXACT", "SIGMOID"],
    .rescaleType: ["OD", "HU", "US", "MGML", "Z_EFF", "ED", "EDW", "HU_MOD", "PCT"],
    .patientIdentityRemoved: ["YES", "NO"],
    Tag(0x0018, 0x1140): ["CW", "CC"], Tag(0x0018, 0x1160): ["NONE"],
  ]
}
