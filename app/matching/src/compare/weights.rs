//! The weights.

use super::Evidence;

/// The weight of each piece of evidence, in order of [`Evidence::ALL`]: what it adds to the logarithm of the odds.
pub const WEIGHTS: [f32; Evidence::ALL.len()] = [
    -3.012, // Start
    3.422,  // SameName
    1.476,  // SameCommonName
    2.712,  // Coverage
    0.000,  // Slips
    -0.873, // ShortSlip
    -0.743, // Replaced
    2.115,  // SameSound
    -0.340, // Clash
    -0.066, // OnlyOneCore
    -0.064, // OnlyOneTrade
    0.000,  // OnlyOnePlace
    -2.659, // OtherNumbers
    -0.104, // OnlyOneNumber
    -1.966, // OtherPersons
    -2.337, // OtherTrades
    -2.699, // OtherPlaces
    -1.142, // CommonOnly
    0.000,  // NoCore
    3.500,  // Initials
    0.818,  // Letters
    0.000,  // SameForm
    -1.910, // OtherForm
    4.314,  // SameDomain
    -3.168, // SameDomainClash
    2.800,  // SameDomainOtherName
    1.528,  // SameLabel
    -2.900, // OtherDomain
    -0.583, // OtherDomainSameName
    0.789,  // DomainIsName
    5.000,  // SameTax
    -2.000, // OtherTax
    1.147,  // SameHouse
    -0.994, // SameHouseClash
    -1.448, // OtherHouse
    0.716,  // SameCity
    -1.915, // OtherCity
    0.000,  // SameCountry
    -2.216, // OtherCountry
    -0.676, // OtherCountryWeakName
    -0.253, // NameAlone
];

/// From which odds on two are what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// They may be the same.
    pub possible: f32,
    /// They are the same.
    pub sure: f32,
}

/// The thresholds.
pub const THRESHOLDS: Thresholds = Thresholds { possible: -0.51, sure: 3.99 };
