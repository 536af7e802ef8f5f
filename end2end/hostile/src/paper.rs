//! Documents of hand-written objects.

/// A document of these objects, numbered from 1, the first of which is the catalogue.
pub(crate) fn written(objects: &[Vec<u8>]) -> Vec<u8> {
    let (mut pdf, offsets) = body(objects);
    let table = pdf.len();
    pdf.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        pdf.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    pdf.extend(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes());
    pdf
}

/// The head and the objects, and where each begins.
pub(crate) fn body(objects: &[Vec<u8>]) -> (Vec<u8>, Vec<usize>) {
    let (mut pdf, mut offsets) = (b"%PDF-1.7\n".to_vec(), Vec::new());
    for (index, object) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n", index + 1).bytes());
        pdf.extend(object);
        pdf.extend(b"\nendobj\n");
    }
    (pdf, offsets)
}

pub(crate) fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {entries} /Length {} >>\nstream\n", content.len()).into_bytes();
    object.extend(content);
    object.extend(b"\nendstream");
    object
}

/// A document of one page: what its catalogue and its page say besides, what is drawn, and objects from 5 on.
pub(crate) fn one_page(catalogue: &str, page: &str, content: &[u8], further: &[Vec<u8>]) -> Vec<u8> {
    written(&objects(catalogue, page, content, further))
}

pub(crate) fn objects(catalogue: &str, page: &str, content: &[u8], further: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let media = if page.contains("/MediaBox") { "" } else { "/MediaBox [0 0 200 200]" };
    let mut objects = vec![
        format!("<< /Type /Catalog /Pages 2 0 R {catalogue} >>").into_bytes(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!("<< /Type /Page /Parent 2 0 R /Contents 4 0 R {media} {page} >>").into_bytes(),
        stream("", content),
    ];
    objects.extend_from_slice(further);
    objects
}

/// A small sound document.
pub(crate) fn sound() -> Vec<u8> {
    one_page("", "", b"0 0 1 rg 20 20 90 60 re f", &[])
}
