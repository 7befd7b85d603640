// What DICOM JSON (PS3.18 Annex F) says.

export const tags = {
  studyDate: "00080020", modality: "00080060", modalities: "00080061", studyDescription: "00081030",
  seriesDescription: "0008103E", patientName: "00100010", patientID: "00100020", birthDate: "00100030",
  sex: "00100040", study: "0020000D", series: "0020000E", seriesNumber: "00200011",
  seriesCount: "00201206", studyInstances: "00201208", seriesInstances: "00201209",
  windowCenter: "00281050", windowWidth: "00281051", voiFunction: "00281056",
};

export const values = (item, tag) => item?.[tag]?.Value ?? [];

/// The first value as text, empty if there is none.
export function text(item, tag) {
  const [value] = values(item, tag);
  return value === undefined || value === null ? "" : String(value.Alphabetic ?? value.Ideographic ?? value.Phonetic ?? value);
}

export const number = (item, tag) => {
  const value = Number.parseFloat(text(item, tag));
  return Number.isFinite(value) ? value : null;
};

/// A name as people write it: family name first, no carets.
export function personName(item, tag) {
  const [family, given, ...others] = text(item, tag).split("^").map((part) => part.trim());
  const first = [given, ...others].filter(Boolean).join(" ");
  return [family, first].filter(Boolean).join(", ");
}

/// A date as ISO 8601 has it; what is no date stays as it is.
export function date(item, tag) {
  const parts = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(text(item, tag));
  return parts ? parts.slice(1).join("-") : text(item, tag);
}
