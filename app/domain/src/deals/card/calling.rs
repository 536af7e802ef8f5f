//! Which country a telephone number is of, by its country code (ITU-T E.164, list of assigned codes). Codes that several
//! countries share say nothing: +1, +7, and those of overseas territories.

/// Code and country (ISO 3166-1 alpha-2); none is the beginning of another.
const CODES: &str = "20EG 211SS 212MA 213DZ 216TN 218LY 220GM 221SN 222MR 223ML 224GN 225CI 226BF 227NE 228TG 229BJ 230MU 231LR \
    232SL 233GH 234NG 235TD 236CF 237CM 238CV 239ST 240GQ 241GA 242CG 243CD 244AO 245GW 248SC 249SD 250RW 251ET \
    252SO 253DJ 254KE 255TZ 256UG 257BI 258MZ 260ZM 261MG 263ZW 264NA 265MW 266LS 267BW 268SZ 269KM 27ZA 291ER \
    297AW 298FO 299GL 30GR 31NL 32BE 33FR 34ES 350GI 351PT 352LU 353IE 354IS 355AL 356MT 357CY 358FI 359BG 36HU \
    370LT 371LV 372EE 373MD 374AM 375BY 376AD 377MC 378SM 380UA 381RS 382ME 385HR 386SI 387BA 389MK 39IT 40RO \
    41CH 420CZ 421SK 423LI 43AT 44GB 45DK 46SE 47NO 48PL 49DE 501BZ 502GT 503SV 504HN 505NI 506CR 507PA 509HT \
    51PE 52MX 53CU 54AR 55BR 56CL 57CO 58VE 591BO 592GY 593EC 595PY 597SR 598UY 60MY 61AU 62ID 63PH 64NZ 65SG \
    66TH 670TL 673BN 674NR 675PG 676TO 677SB 678VU 679FJ 680PW 682CK 685WS 686KI 687NC 688TV 689PF 691FM 692MH \
    81JP 82KR 84VN 850KP 852HK 853MO 855KH 856LA 86CN 880BD 886TW 90TR 91IN 92PK 93AF 94LK 95MM 960MV 961LB \
    962JO 963SY 964IQ 965KW 966SA 967YE 968OM 970PS 971AE 972IL 973BH 974QA 975BT 976MN 977NP 98IR 992TJ 993TM \
    994AZ 995GE 996KG 998UZ";

/// The country of the first number in the text that is written internationally, with a plus sign.
pub fn country(text: &str) -> Option<String> {
    text.match_indices('+').find_map(|(at, _)| {
        let before = text[..at].chars().next_back();
        if before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let digits: String = text[at + 1..]
            .chars()
            .take_while(|c| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '-' | '.' | '/' | '\u{a0}'))
            .filter(char::is_ascii_digit)
            .collect();
        // Shorter than any number with its code.
        if digits.len() < 7 {
            return None;
        }
        CODES.split(' ').find_map(|known| {
            let (code, country) = known.split_at(known.len() - 2);
            digits.starts_with(code).then(|| country.to_owned())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_of_a_country_that_can_be_chosen() {
        for known in CODES.split(' ') {
            let (code, country) = known.split_at(known.len() - 2);
            assert_eq!(crate::text::country(country).as_deref(), Ok(country), "{known}");
            assert!((2..=3).contains(&code.len()) && code.chars().all(|c| c.is_ascii_digit()), "{known}");
        }
    }
}
