//! What operators ask.

use crate::portal::Portal;

#[tokio::test]
async fn the_portal_says_that_it_lives_and_is_ready() {
    let portal = Portal::start().await;
    let nobody = portal.nobody();
    assert_eq!(nobody.open("/healthz").await.status(), 200);
    assert_eq!(nobody.open("/readyz").await.status(), 200);
    portal.state.portal.store.close().await;
    assert_eq!(nobody.open("/healthz").await.status(), 200);
    assert_eq!(nobody.open("/readyz").await.status(), 503, "without its database it is not ready");
}
