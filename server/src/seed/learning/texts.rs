//! What the demo's courses say. Made for this project; CC0.

use super::Written;
use domain::learning::Topic;
use domain::partners::{PartnerType, Tier};

pub(super) const COURSES: [Written; 4] = [
    Written {
        title: "Selling storage that lasts",
        summary: "Find the customers whose backups worry them, ask the five questions that matter, and leave the first \
            meeting with a next step.",
        topic: Topic::Sales,
        minutes: 35,
        pass_mark: 75,
        attempt_limit: 3,
        draw: 0,
        time_limit: 0,
        wait_hours: 0,
        validity_months: 12,
        tiers: &[],
        types: &[],
        published: true,
        lessons: &[
            (
                "Who needs it",
                "The best customer is not the one with the most data. It is the one who **loses sleep over it**.\n\n\
                ## Three signs\n\n\
                - A restore that took days, or failed, within the last two years.\n\
                - An audit that asks where copies are kept and who can delete them.\n\
                - A growth of more than a third a year, on hardware that is out of support.\n\n\
                One sign is a conversation. Two are a deal. All three are a deal this quarter.\n\n\
                > Ask for the last restore, not for the last backup. Everybody makes backups.",
            ),
            (
                "Five questions",
                "Ask them in this order; each answer makes the next question easier.\n\n\
                1. When did you last restore something that mattered?\n\
                2. How long may the business stand still?\n\
                3. Who can delete a copy today, and who would notice?\n\
                4. What does the data of next year look like?\n\
                5. Who else has to agree, and what do they measure?\n\n\
                Write the answers down in the customer's own words. They belong into the deal registration under \
                *need*: an approver decides faster when the need is told by the customer.",
            ),
            (
                "The next step",
                "A first meeting ends with a date, or it was a chat.\n\n\
                | They said | You offer |\n|---|---|\n\
                | \"Restores are slow\" | A timed restore of their own largest system |\n\
                | \"The auditor asks\" | The audit check list, filled in together |\n\
                | \"We are full\" | A sizing session with a technical colleague |\n\n\
                Register the deal on the same day. The first registration of a customer protects it for you.",
            ),
        ],
        questions: &[
            (
                "Which question tells most about a customer's real need?",
                &[
                    ("How much data do you have?", false),
                    ("When did you last restore something that mattered?", true),
                    ("Which backup software do you use?", false),
                    ("What is your budget?", false),
                ],
            ),
            (
                "Which of these are signs that a customer needs it now?",
                &[
                    ("A restore that failed last year", true),
                    ("An audit that asks who can delete copies", true),
                    ("A new office building", false),
                    ("Hardware out of support while data grows fast", true),
                ],
            ),
            (
                "What belongs into the registration under need?",
                &[
                    ("The list of products you want to sell", false),
                    ("What the customer said, in the customer's words", true),
                    ("Your forecast", false),
                ],
            ),
            (
                "A first meeting went well. What makes it a next step?",
                &[
                    ("A thank-you mail", false),
                    ("A brochure", false),
                    ("A date for something that answers what they said", true),
                ],
            ),
        ],
    },
    Written {
        title: "Sizing a storage rack",
        summary: "Turn a customer's numbers into a rack that is neither full in a year nor half empty for five.",
        topic: Topic::Technical,
        minutes: 50,
        pass_mark: 75,
        attempt_limit: 2,
        draw: 4,
        time_limit: 15,
        wait_hours: 24,
        validity_months: 24,
        tiers: &[],
        types: &[PartnerType::Integrator, PartnerType::ServiceProvider, PartnerType::Reseller],
        published: true,
        lessons: &[
            (
                "Gross, net and usable",
                "Three capacities are talked about, and only one is for sale.\n\n\
                - **Gross** is what the drives say on their labels.\n\
                - **Net** is what is left after protection against failed drives.\n\
                - **Usable** is what is left after the free space that keeps writes fast: plan with 80 % of net.\n\n\
                ## An example\n\n\
                Twelve drives of 20 TB are 240 TB gross. With two drives of protection, 200 TB are net. \
                Plan with 160 TB usable.",
            ),
            (
                "Growth and retention",
                "Ask for the growth of the last two years instead of the plan for the next two. Plans are wishes.\n\n\
                Copies grow with **change**, not with size: a system of 10 TB that changes 2 % a day needs 200 GB a day \
                for copies. Thirty days of them are 6 TB, before compression.\n\n\
                Never plan with more than 1.5 times compression unless you have measured it with the customer's own data.",
            ),
            (
                "Power, weight and air",
                "A full rack weighs more than most raised floors were made for.\n\n\
                1. Ask for the floor's load *a point*, not a square metre.\n\
                2. Ask for two feeds of their own; one of them has to carry everything.\n\
                3. Leave one unit free under each chassis of the top third.\n\n\
                The site check list is part of the collateral library.",
            ),
        ],
        questions: &[
            (
                "Twelve drives of 20 TB, two for protection. With how much usable capacity do you plan?",
                &[("240 TB", false), ("200 TB", false), ("160 TB", true), ("120 TB", false)],
            ),
            (
                "10 TB change 2 % a day. What do thirty days of copies need before compression?",
                &[("600 GB", false), ("6 TB", true), ("60 TB", false)],
            ),
            (
                "Which numbers do you ask a customer for?",
                &[
                    ("The growth of the last two years", true),
                    ("The share of data that changes in a day", true),
                    ("The number of staff", false),
                    ("How long copies are kept", true),
                ],
            ),
            (
                "What does each power feed have to carry?",
                &[("Half of the load", false), ("All of the load", true), ("The fans only", false)],
            ),
            (
                "With how much of the net capacity do you plan?",
                &[("All of it", false), ("80 %", true), ("Half of it", false)],
            ),
            (
                "Which growth do you plan with?",
                &[
                    ("That of the last two years", true),
                    ("That of the plan for the next two", false),
                    ("A third a year, always", false),
                ],
            ),
            (
                "What do you ask of the floor?",
                &[
                    ("Its load a square metre", false),
                    ("Its load a point", true),
                    ("Its colour", false),
                    ("Its age", false),
                ],
            ),
        ],
    },
    Written {
        title: "Running a joint campaign",
        summary: "Plan, announce and follow up a campaign with us: who does what, what it may cost, and what counts as a \
            result.",
        topic: Topic::Marketing,
        minutes: 25,
        pass_mark: 50,
        attempt_limit: 0,
        draw: 0,
        time_limit: 0,
        wait_hours: 0,
        validity_months: 0,
        tiers: &[Tier::Gold, Tier::Platinum],
        types: &[],
        published: true,
        lessons: &[
            (
                "One message",
                "A campaign says **one** thing to **one** kind of reader.\n\n\
                Write it as a sentence that the reader could say: \"We restore in an hour, and I can prove it.\" \
                If it takes two sentences, it is two campaigns.",
            ),
            (
                "What counts",
                "Opened mails are no result. Meetings are.\n\n\
                - Agree on the number of meetings before anything is made.\n\
                - Call within two days of a reply; after five days half of them have forgotten you.\n\
                - Take data sheets with your own logo from the library: both names stand on them in the right size.",
            ),
        ],
        questions: &[
            (
                "How many things does a campaign say?",
                &[("One", true), ("Three", false), ("As many as fit", false)],
            ),
            (
                "What is agreed before anything is made?",
                &[
                    ("The colours", false),
                    ("The number of meetings that it should bring", true),
                    ("The font", false),
                ],
            ),
            (
                "Which of these are results?",
                &[("Meetings", true), ("Opened mails", false), ("Registered deals", true)],
            ),
            (
                "When do you call after a reply?",
                &[("Within two days", true), ("After a week", false), ("At the end of the quarter", false)],
            ),
        ],
    },
    Written {
        title: "Immutable copies in regulated trades",
        summary: "What banks, hospitals and utilities are asked by their supervisors, and how copies that nobody can delete \
            answer it.",
        topic: Topic::Technical,
        minutes: 45,
        pass_mark: 80,
        attempt_limit: 3,
        draw: 0,
        time_limit: 0,
        wait_hours: 0,
        validity_months: 12,
        tiers: &[],
        types: &[],
        published: false,
        lessons: &[(
            "What supervisors ask",
            "They ask for three things: that a copy exists, that it is apart, and that nobody can change it.\n\n\
            *The lesson on key handling is still to be written.*",
        )],
        questions: &[(
            "What do supervisors ask of copies?",
            &[
                ("That they exist", true),
                ("That they are kept apart", true),
                ("That nobody can change them", true),
                ("That they are on tape", false),
            ],
        )],
    },
];
