//! Rules of logos over HTTP: told before the download, insisted on where marketing says so; pictures with a brand.

use crate::portal::{Person, Portal, target};
use documents::MediaKind;
use domain::lists::{List, View};
use image::{ImageFormat, RgbaImage};

fn png(width: u32, height: u32, colour: [u8; 4]) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    RgbaImage::from_pixel(width, height, image::Rgba(colour)).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn asset(portal: &Portal, words: &str) -> String {
    let mut read = portal.state.portal.store.read().await.unwrap();
    let permit = domain::access::Permit::of_the_portal(domain::access::ManageAssets);
    let mut view = View::parse(List::Assets, "", true);
    view.search = words.into();
    let (rows, _) = store::assets::page(&mut read, &permit, &view, portal.state.now().day()).await.unwrap();
    rows[0].id.to_string()
}

async fn has_logo(person: &Person, logo: &[u8]) {
    let page = person.text("/organisation").await;
    let partner = page.split("/uploads/logo/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("/uploads/logo/{partner}");
    assert_eq!(
        target(&person.upload("/organisation", &path, &[], ("logo.png", logo)).await),
        "/organisation"
    );
}

/// Saves one zone, as the form does.
async fn place(mia: &Person, asset: &str, zone: &[(&str, &str)], strict: bool) -> String {
    let page = format!("/assets/manage/{asset}/zones");
    let shown = mia.text(&page).await;
    let version =
        shown.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let names: Vec<String> = zone.iter().map(|(name, _)| format!("zones[0][{name}]")).collect();
    let mut form = vec![("id", asset), ("version", &*version)];
    form.extend(names.iter().zip(zone).map(|(name, (_, value))| (name.as_str(), *value)));
    if strict {
        form.push(("strict", "true"));
    }
    target(&mia.send_from(&page, "/api/assets/zones", &form).await)
}

const LOGO: [(&str, &str); 6] =
    [("kind", "logo"), ("page", "1"), ("x", "48"), ("y", "748"), ("width", "150"), ("height", "66")];

#[tokio::test]
async fn what_is_wrong_with_a_logo_is_told_and_where_it_has_to_be_no_copy_is_made() {
    let portal = Portal::start().await;
    let (mia, ana) =
        (portal.person("mia@vendor.example").await, portal.person("ana@northwind.example").await);
    let asset = asset(&portal, "edge routers").await;
    let (page, download) = (format!("/assets/{asset}"), format!("/assets/{asset}/download"));
    has_logo(&ana, &png(180, 60, [30, 30, 90, 255])).await;
    assert!(place(&mia, &asset, &LOGO, false).await.ends_with("saved=1"));
    let told = ana.text(&page).await;
    assert!(told.contains("180 pixels wide, its place wants 625"), "{told}");
    assert_eq!(ana.open(&download).await.status(), 200, "a warning keeps nobody from it");
    assert!(place(&mia, &asset, &LOGO, true).await.ends_with("saved=1"));
    assert!(ana.text(&page).await.contains("be downloaded with your brand yet"));
    assert_eq!(target(&ana.open(&download).await), page);
    has_logo(&ana, &png(900, 300, [30, 30, 90, 255])).await;
    assert!(!ana.text(&page).await.contains("pixels wide"));
    assert_eq!(ana.open(&download).await.status(), 200);
    // What is required is not left out.
    let required = [&LOGO[..], &[("required", "true")]].concat();
    assert!(place(&mia, &asset, &required, false).await.ends_with("saved=1"));
    let greta = portal.person("greta@fabrikam.example").await;
    assert_eq!(target(&greta.open(&download).await), page, "Fabrikam has no logo");
    assert!(greta.text(&page).await.contains("A logo has to be there"));
}

#[tokio::test]
async fn a_picture_takes_a_brand_and_stays_a_picture() {
    let portal = Portal::start().await;
    let (mia, ana) =
        (portal.person("mia@vendor.example").await, portal.person("ana@northwind.example").await);
    has_logo(&ana, &png(300, 100, [220, 10, 10, 255])).await;
    let banner = png(600, 300, [255, 255, 255, 255]);
    let fields = [("key", "banner")];
    let answer = mia.upload("/assets/manage/new", "/uploads/asset", &fields, ("banner.png", &banner)).await;
    let asset = target(&answer).rsplit('/').next().unwrap().to_owned();
    let zone =
        [("kind", "logo"), ("page", "1"), ("x", "20"), ("y", "20"), ("width", "300"), ("height", "100")];
    assert!(place(&mia, &asset, &zone, false).await.ends_with("saved=1"));
    let outside =
        [("kind", "logo"), ("page", "1"), ("x", "400"), ("y", "20"), ("width", "300"), ("height", "100")];
    assert!(!place(&mia, &asset, &outside, false).await.ends_with("saved=1"));
    let edit = mia.text(&format!("/assets/manage/{asset}")).await;
    let version = edit.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    mia.send("/api/assets/publish", &[("id", &asset), ("version", version)]).await;
    let branded = ana.open(&format!("/assets/{asset}/download")).await.bytes().await.unwrap();
    assert_eq!(documents::sniff(&branded), MediaKind::Png);
    let pixels = image::load_from_memory(&branded).unwrap().into_rgb8();
    assert_eq!(pixels.dimensions(), (600, 300));
    let [r, g, b] = pixels.get_pixel(170, 70).0;
    assert!(r > 180 && g < 60 && b < 60, "{r} {g} {b}");
    assert_eq!(pixels.get_pixel(500, 200).0, [255, 255, 255]);
    assert_eq!(ana.open(&format!("/assets/{asset}/pages/1")).await.status(), 200);
}

#[tokio::test]
async fn zones_are_seen_with_a_sample_before_they_are_saved() {
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    let asset = asset(&portal, "edge routers").await;
    let sample = format!("/assets/manage/{asset}/sample");
    let zone = "zones[0][kind]=text&zones[0][page]=1&zones[0][x]=40&zones[0][y]=300&zones[0][width]=300\
                &zones[0][height]=80&zones[0][text]=Sold%20by%20%7Bpartner.name%7D";
    let with = mia.open(&format!("{sample}?sample=wide&shown=1&{zone}")).await;
    assert_eq!(with.headers()["content-type"], "image/png");
    let with = with.bytes().await.unwrap();
    let without = mia.open(&format!("{sample}?sample=wide&shown=1")).await.bytes().await.unwrap();
    assert!(with != without, "the text is on it");
    // As a browser sends it from the form itself.
    let sent = zone.replace('[', "%5B").replace(']', "%5D").replace("%20", "+");
    let from_form = mia.open(&format!("{sample}?sample=wide&shown=1&id=x&version=1&{sent}")).await;
    assert!(from_form.bytes().await.unwrap() == with, "the same by either way");
    for bad in ["?shown=99", "?shown=1&zones[0][kind]=logo&zones[0][page]=7", "?shown=1&zones[0][kind]=text"]
    {
        let status = mia.open(&format!("{sample}{bad}")).await.status().as_u16();
        assert!(status == 404 || status == 422, "{bad}: {status}");
    }
    let long = format!("{sample}?shown=1&{}", "zones[0][text]=x&".repeat(3_000));
    assert_eq!(mia.open(&long).await.status(), 422);
    let ana = portal.person("ana@northwind.example").await;
    assert_eq!(ana.open(&format!("{sample}?shown=1")).await.status(), 403);
}
