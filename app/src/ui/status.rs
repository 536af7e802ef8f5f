//! How things stand: a badge with a dot and a word, and notices. Colour never carries a meaning alone.

use crate::erase::Erase;
use leptos::prelude::*;

use super::icon::Icon;

/// What a state means for the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    #[default]
    Neutral,
    Info,
    Positive,
    Caution,
    Negative,
    Accent,
}

impl Tone {
    /// The value of `data-tone`, from which the style takes its colours.
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Positive => "positive",
            Self::Caution => "caution",
            Self::Negative => "negative",
            Self::Accent => "accent",
        }
    }

    /// The tone of this number, as an answer says it (`tone as u8`).
    pub fn of(number: u8) -> Self {
        match number {
            1 => Self::Info,
            2 => Self::Positive,
            3 => Self::Caution,
            4 => Self::Negative,
            5 => Self::Accent,
            _ => Self::Neutral,
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::Neutral | Self::Info | Self::Accent => "info",
            Self::Positive => "circle-check",
            Self::Caution => "triangle-alert",
            Self::Negative => "circle-alert",
        }
    }
}

/// A state in one or two words, with a dot in its tone.
#[component]
pub fn Badge(#[prop(optional)] tone: Tone, children: Children) -> impl IntoView {
    view! { <span class="badge" data-tone=tone.name()>{children()}</span> }.erase()
}

/// Something the reader should know before going on; spoken at once when it is bad news.
#[component]
pub fn Notice(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] title: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let role = if tone == Tone::Negative { "alert" } else { "status" };
    view! {
        <div class="notice" data-tone=tone.name() role=role>
            <Icon name=tone.icon() large=true/>
            <div class="notice-text">
                {title.map(|title| view! { <p class="notice-title">{title}</p> }.erase())}
                {children.map(|children| children())}
            </div>
        </div>
    }
    .erase()
}
