//! Several cases answered at once: each by itself, and only what is clear is approved without a look.

use crate::portal::{Person, Portal, target};
use crate::rivals::{family, register, register_at};
use domain::access::Scope;
use domain::deals::{Deal, State};

const PAGE: &str = "/deals/several";
const SEND: &str = "/api/deals/answer_several";

async fn deal(portal: &Portal, path: &str) -> Deal {
    let id = path.trim_start_matches("/deals/").parse().unwrap();
    let mut read = portal.state.portal.store.read().await.unwrap();
    store::deals::find(&mut read, &Scope::All, &id, portal.state.now()).await.unwrap().unwrap()
}

fn case(deal: &Deal) -> String {
    format!("{}:{}", deal.id, deal.version)
}

/// Sends the form with these cases marked; what the next page says.
async fn answer(by: &Person, cases: &[&str], more: &[(&str, &str)]) -> String {
    let cases = cases.iter().map(|case| ("cases[]", *case));
    let form: Vec<_> = cases.chain(more.iter().copied()).collect();
    assert_eq!(target(&by.send_from(PAGE, SEND, &form).await), PAGE);
    by.text(PAGE).await
}

#[tokio::test]
async fn what_cannot_be_done_with_one_case_holds_up_no_other() {
    let portal = Portal::start().await;
    let family = family(&portal).await;
    let ana = portal.person("ana@northwind.example").await;
    let greta = portal.person("greta@fabrikam.example").await;
    let petra = portal.person("petra@vendor.example").await;
    // One that is clear, two rivals for one customer, and one that its partner has taken back since.
    let clear = deal(&portal, &register_at(&ana, ("Quokka Surveys", "quokka.example"), &family).await).await;
    let (mut met, mut gone) = (Vec::new(), None);
    for (by, customer, domain) in [
        (&ana, "Zanzibar Labs GmbH", "zanzibar.example"),
        (&greta, "Zanzibar Labs", "zanzibar.example"),
        (&greta, "Umbra Optics", "umbra.example"),
    ] {
        let one = deal(&portal, &register_at(by, (customer, domain), &family).await).await;
        if customer == "Umbra Optics" { gone = Some(one) } else { met.push(one) }
    }
    let gone = gone.unwrap();
    let shown = petra.text(PAGE).await;
    for customer in ["Quokka Surveys", "Zanzibar Labs GmbH", "Umbra Optics"] {
        assert!(shown.contains(customer), "{customer}");
    }
    let step = [("id", gone.id.as_str()), ("version", "2"), ("step", "withdraw")];
    greta.send_from(&format!("/deals/{}", gone.id), "/api/deals/step", &step).await;
    let all = [case(&clear), case(&met[0]), case(&met[1]), case(&gone)];
    let cases: Vec<_> = all.iter().map(String::as_str).collect();
    let told = answer(&petra, &cases, &[("what", "approve_clear")]).await;
    for words in ["1 deal approved", "3 deals are left as they were", "Not clear.", "Changed meanwhile"] {
        assert!(told.contains(words), "{words} in {told}");
    }
    let states = [&clear, &met[0], &met[1], &gone];
    let mut stand = Vec::new();
    for one in states {
        stand.push(deal(&portal, &format!("/deals/{}", one.id)).await.state);
    }
    assert_eq!(stand, [State::Approved, State::Submitted, State::Submitted, State::Withdrawn]);
    assert!(!petra.text(PAGE).await.contains("1 deal approved"), "it is told once");
    // The rivals get one answer, and neither reads of the other.
    let cases = [case(&met[0]), case(&met[1])];
    let cases = cases.each_ref().map(String::as_str);
    let back = answer(&petra, &cases, &[("what", "reject"), ("note", "Not this year.")]).await;
    assert!(back.contains("Not this year.") && back.contains("error-summary"), "a reason is needed");
    let more = [("what", "reject"), ("reason", "not_qualified"), ("note", "Not this year.")];
    assert!(answer(&petra, &cases, &more).await.contains("2 deals rejected"));
    for (by, one, rival) in [(&ana, &met[0], "Fabrikam"), (&greta, &met[1], "Northwind")] {
        let shown = by.text(&format!("/deals/{}", one.id)).await;
        assert!(shown.contains("Not this year.") && !shown.contains(rival), "{shown}");
    }
}

#[tokio::test]
async fn no_partner_answers_and_unknown_cases_are_nobodys() {
    let portal = Portal::start().await;
    let family = family(&portal).await;
    let ana = portal.person("ana@northwind.example").await;
    let own = deal(&portal, &register(&ana, "Quokka Surveys", &family).await).await;
    assert_eq!(ana.open(PAGE).await.status(), 403);
    let form = [("cases[]", case(&own)), ("what", "approve_clear".to_owned())];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    ana.send_from("/deals", SEND, &form).await;
    assert_eq!(deal(&portal, &format!("/deals/{}", own.id)).await.state, State::Submitted);
    let petra = portal.person("petra@vendor.example").await;
    let unknown = own.id.as_str().replace("dl_0", "dl_1") + ":1";
    let told = answer(&petra, &[&unknown, &case(&own)], &[("what", "review")]).await;
    assert!(told.contains("1 deal is in review"), "{told}");
    assert_eq!(deal(&portal, &format!("/deals/{}", own.id)).await.state, State::InReview);
}
