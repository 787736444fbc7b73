//! A workbook from the texts of its parts, so that a fuzzer need not guess checksums. Nothing in it is compressed.

const FIXED: [(&str, &str); 3] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
];
const GIVEN: [&str; 3] = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"];

/// With these texts as the first sheet, the shared texts and the styles.
pub(super) fn workbook(given: impl Iterator<Item = String>) -> Vec<u8> {
    let fixed = FIXED.into_iter().map(|(name, text)| (name, text.to_owned()));
    stored(fixed.chain(GIVEN.into_iter().zip(given)))
}

fn stored<'a>(files: impl Iterator<Item = (&'a str, String)>) -> Vec<u8> {
    let (mut archive, mut directory, mut count) = (Vec::new(), Vec::new(), 0_u16);
    for (name, text) in files {
        let at = number(archive.len());
        let entry = entry(name, text.as_bytes());
        archive.extend([b"PK\x03\x04".as_slice(), &entry, name.as_bytes(), text.as_bytes()].concat());
        directory.extend([b"PK\x01\x02\x14\0".as_slice(), &entry, &[0; 10], &at, name.as_bytes()].concat());
        count += 1;
    }
    let (count, at, size) = (count.to_le_bytes(), number(archive.len()), number(directory.len()));
    let end = [b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &size, &at, &[0; 2]].concat();
    [archive, directory, end].concat()
}

/// What both headers of a file have in common: version, flags, method, time, checksum, sizes, lengths of name and rest.
fn entry(name: &str, bytes: &[u8]) -> Vec<u8> {
    let name = u16::try_from(name.len()).expect("a short name").to_le_bytes();
    let (sum, size) = (checksum(bytes).to_le_bytes(), number(bytes.len()));
    [&[20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0x50][..], &sum, &size, &size, &name, &[0; 2]].concat()
}

fn number(value: usize) -> [u8; 4] {
    u32::try_from(value).expect("a small archive").to_le_bytes()
}

/// CRC-32, as ISO 3309 has it.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| (sum >> 1) ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 })
    })
}
