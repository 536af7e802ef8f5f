//! Marketing's desk: uploading, describing, publishing, and placing the partner's brand.

mod api;
mod bringing;
mod collections;
mod edit_page;
mod list_page;
mod versions_card;
mod zones_page;

pub use api::GATES;
pub use bringing::{AssetUploadPage, Draft, GATES as BRINGING_GATES};
pub use collections::{CollectionEditPage, CollectionNewPage, CollectionsPage, GATES as COLLECTION_GATES};
pub use edit_page::AssetEditPage;
pub use list_page::AssetsManagePage;
pub use zones_page::ZonesPage;
