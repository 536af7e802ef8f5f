//! Marketing's desk: uploading, describing, publishing, and placing the partner's brand.

mod api;
mod collections;
mod edit_page;
mod list_page;
mod upload_page;
mod zones_page;

pub use api::GATES;
pub use collections::{CollectionEditPage, CollectionNewPage, CollectionsPage, GATES as COLLECTION_GATES};
pub use edit_page::AssetEditPage;
pub use list_page::AssetsManagePage;
pub use upload_page::AssetUploadPage;
pub use zones_page::ZonesPage;
