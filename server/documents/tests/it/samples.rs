//! Files made for the tests: well-formed ones by krilla, the others by hand.

use documents::{Brand, Certificate, CertificateWords};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use krilla::Document;
use krilla::geom::Point;
use krilla::page::PageSettings;
use krilla::text::{Font, TextDirection};
use std::io::{Cursor, Write};

pub const RED: [u8; 4] = [230, 0, 20, 255];

/// A document with a page of each size that says its number.
pub fn pages(sizes: &[(f32, f32)]) -> Vec<u8> {
    let bytes: &'static [u8] = include_bytes!("../../fonts/Inter-Regular.ttf");
    let font = Font::new(bytes.into(), 0).unwrap();
    let mut document = Document::new();
    for (index, (width, height)) in sizes.iter().enumerate() {
        let mut page = document.start_page_with(PageSettings::from_wh(*width, *height).unwrap());
        let text = format!("Data sheet page {}", index + 1);
        let mut surface = page.surface();
        surface.draw_text(Point::from_xy(40.0, 200.0), font.clone(), 18.0, &text, false, TextDirection::Auto);
        surface.finish();
        page.finish();
    }
    document.finish().unwrap()
}

/// A document of hand-written objects, numbered from 1, the first of which is the catalogue.
pub fn written(version: &str, objects: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let mut pdf = format!("%PDF-{version}\n").into_bytes();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n", index + 1).bytes());
        pdf.extend(object.as_ref());
        pdf.extend(b"\nendobj\n");
    }
    let table = pdf.len();
    pdf.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        pdf.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    pdf.extend(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes());
    pdf
}

/// A stream object with these entries and content.
pub fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {entries} /Length {} >>\nstream\n", content.len()).into_bytes();
    object.extend(content);
    object.extend(b"\nendstream");
    object
}

/// A document of one page with the given entries, content and further objects (numbered from 5).
pub fn one_page(entries: &str, content: &[u8], further: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!("<< /Type /Page /Parent 2 0 R /Contents 4 0 R {entries} >>").into_bytes(),
        stream("", content),
    ];
    objects.extend_from_slice(further);
    written("1.7", &objects)
}

/// Spaces, deflated twice: almost nothing until somebody unfolds them.
pub fn deflated_twice(length: usize) -> Vec<u8> {
    let mut once = ZlibEncoder::new(Vec::new(), Compression::fast());
    let chunk = vec![b' '; 1 << 20];
    for _ in 0..length >> 20 {
        once.write_all(&chunk).unwrap();
    }
    let mut twice = ZlibEncoder::new(Vec::new(), Compression::best());
    twice.write_all(&once.finish().unwrap()).unwrap();
    twice.finish().unwrap()
}

pub fn picture(width: u32, height: u32, colour: [u8; 4], format: ImageFormat) -> Vec<u8> {
    let pixels = DynamicImage::ImageRgba8(RgbaImage::from_pixel(width, height, Rgba(colour)));
    let pixels =
        if format == ImageFormat::Jpeg { DynamicImage::ImageRgb8(pixels.into_rgb8()) } else { pixels };
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn png(width: u32, height: u32, colour: [u8; 4]) -> Vec<u8> {
    picture(width, height, colour, ImageFormat::Png)
}

/// One chunk of a PNG, with its checksum.
pub fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut body = kind.to_vec();
    body.extend(data);
    let mut sum = flate2::Crc::new();
    sum.update(&body);
    [&(data.len() as u32).to_be_bytes(), body.as_slice(), &sum.sum().to_be_bytes()].concat()
}

pub fn brand() -> Brand {
    Brand {
        name: "Northwind Climate".into(),
        contact: vec!["Ana Pereira".into(), "+351 21 555 0100".into(), "ana@northwind.example".into()],
        logo: Some(png(300, 100, RED)),
    }
}

pub fn certificate() -> Certificate {
    Certificate {
        vendor_name: "Aurora Thermal".into(),
        person: "Ana Sofía Pereira".into(),
        organisation: "Northwind Climate Systems".into(),
        course: "Heat pump installation, level 2".into(),
        number: "AT-2026-004217".into(),
        issued_on: "24 November 2026".into(),
        expires_on: Some("24 November 2028".into()),
        verify_url: "https://partners.aurora-thermal.example/verify/c7k2m9q4x1".into(),
        accent_rgb: [14, 94, 111],
        right_to_left: false,
        words: CertificateWords {
            title: "Certificate of completion".into(),
            certifies: "This certifies that".into(),
            completed: "has completed and passed".into(),
            issued: "Issued on".into(),
            expires: "Valid until".into(),
            number: "Certificate number".into(),
            verify: "Check that it is genuine".into(),
        },
    }
}
